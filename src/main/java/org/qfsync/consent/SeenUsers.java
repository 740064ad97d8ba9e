package org.qfsync.consent;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/**
 * At which line of a file a user was stored last, for so many users in bounded memory: a user is known by 64 bits of a
 * hash, 24 bytes in all, and after the last place is taken new users are no longer remembered (their lines are stored
 * all the same, a repetition is just not told). Not thread-safe.
 */
final class SeenUsers {
    private static final int FIRST_SLOTS = 1 << 10;
    /** A million users are told apart, in 48 MiB at most. */
    static final int MOST_SLOTS = 1 << 21;

    private final int mostSlots;
    private long[] hashes = new long[FIRST_SLOTS];
    private long[] lines = new long[FIRST_SLOTS];
    private long[] micros = new long[FIRST_SLOTS];
    private int users;

    SeenUsers() {
        this(MOST_SLOTS);
    }

    SeenUsers(int mostSlots) {
        this.mostSlots = mostSlots;
    }

    Optional<Seen> find(String sub) {
        int slot = slot(hash(sub));
        return lines[slot] == 0
                ? Optional.empty()
                : Optional.of(new Seen(lines[slot], Instant.EPOCH.plus(micros[slot], ChronoUnit.MICROS)));
    }

    /** This line was stored for the user. */
    void put(String sub, Seen seen) {
        long hash = hash(sub);
        int slot = slot(hash);
        if (lines[slot] == 0) {
            if (users >= hashes.length / 2 && !grow()) {
                return;
            }
            slot = slot(hash);
            users++;
        }
        hashes[slot] = hash;
        lines[slot] = seen.line();
        micros[slot] = ChronoUnit.MICROS.between(Instant.EPOCH, seen.obtainedAt());
    }

    /** How many users are remembered. */
    int users() {
        return users;
    }

    /** The slot of that hash, or the empty one where it would be; half of the slots are always empty. */
    private int slot(long hash) {
        int mask = hashes.length - 1;
        int slot = (int) hash & mask;
        while (lines[slot] != 0 && hashes[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean grow() {
        if (hashes.length >= mostSlots) {
            return false;
        }
        long[] oldHashes = hashes;
        long[] oldLines = lines;
        long[] oldMicros = micros;
        hashes = new long[oldHashes.length * 2];
        lines = new long[hashes.length];
        micros = new long[hashes.length];
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldLines[i] != 0) {
                int slot = slot(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                lines[slot] = oldLines[i];
                micros[slot] = oldMicros[i];
            }
        }
        return true;
    }

    private static long hash(String sub) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(sub.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(Arrays.copyOf(digest, Long.BYTES)).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /**
     * A line that was stored.
     *
     * @param line its number
     * @param obtainedAt as it was stored, to the microsecond
     */
    record Seen(long line, Instant obtainedAt) {}
}
