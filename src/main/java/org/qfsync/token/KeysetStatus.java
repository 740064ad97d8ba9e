package org.qfsync.token;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The keys and what each of them has sealed.
 *
 * @param location where the keyset is, in words
 * @param isWritable false if only an operator can change it there
 * @param keys the one that seals first
 * @param recorded the key that the database says it is sealed with; empty before the first start
 * @param since since when that one seals
 * @param unknown values that none of these keys has sealed: no process with this keyset can open them
 */
public record KeysetStatus(
        String location,
        boolean isWritable,
        List<KeyUse> keys,
        Optional<String> recorded,
        Optional<Instant> since,
        long unknown) {
    /** The key that seals. */
    public String primary() {
        return keys.get(0).fingerprint();
    }

    /** True if a rotation was begun and not ended: the database has not been told, or old keys are still needed. */
    public boolean isRotating() {
        return !recorded.equals(Optional.of(primary()))
                || keys.stream().anyMatch(key -> !key.isPrimary() && key.stored() > 0);
    }

    /**
     * One key and what it has sealed.
     *
     * @param fingerprint its id, which tells nothing about it
     * @param isPrimary true for the one that seals
     * @param refreshTokens in the database
     * @param accessTokens in the database
     * @param spilled tokens in spill files of this host
     */
    public record KeyUse(String fingerprint, boolean isPrimary, long refreshTokens, long accessTokens, long spilled) {
        /** Values in the database. */
        public long stored() {
            return refreshTokens + accessTokens;
        }

        /** True if something could not be opened without it. */
        public boolean isNeeded() {
            return stored() + spilled > 0;
        }
    }
}
