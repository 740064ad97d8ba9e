package org.qfsync.token;

import java.time.Instant;

/**
 * An access token as it is handed to the code that makes a request.
 *
 * <p>Immutable. Two tokens are equal only if they are the same object: what tells them apart is the generation, and
 * nothing should ever compare or print the secret.
 */
public final class AccessToken {
    private final String value;
    private final long generation;
    private final Instant expiresAt;

    /**
     * @param value the secret
     * @param generation grows with each token of the same grant or client, so that a late refusal of an old token is
     *     told from the refusal of the current one
     * @param expiresAt when the server stops accepting it, counted from the start of the request that obtained it
     */
    public AccessToken(String value, long generation, Instant expiresAt) {
        this.value = value;
        this.generation = generation;
        this.expiresAt = expiresAt;
    }

    /** The secret itself: for a request header alone, never for a log line or a message. */
    public String value() {
        return value;
    }

    public long generation() {
        return generation;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AccessToken[generation=" + generation + ", expiresAt=" + expiresAt + "]";
    }
}
