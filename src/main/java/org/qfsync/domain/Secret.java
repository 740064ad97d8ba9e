package org.qfsync.domain;

import java.util.Objects;

/**
 * A value that is never printed: {@link #toString()} shows a fingerprint only. It is no record, so that nothing
 * generated can leak it. Immutable.
 */
public final class Secret {
    private final String value;

    /** Wraps it; a blank value is refused, because a blank secret is always a mistake. */
    public Secret(String value) {
        Objects.requireNonNull(value);
        if (value.isBlank()) {
            throw new IllegalArgumentException("a secret must not be blank");
        }
        this.value = value;
    }

    /** The secret itself; only to be handed to what must send or seal it. */
    public String reveal() {
        return value;
    }

    /** What may be printed of it, see {@link Fingerprint}. */
    public String fingerprint() {
        return Fingerprint.of(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "Secret[" + fingerprint() + "]";
    }
}
