package org.qfsync.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a grant lives that nobody uses. No answer of the server states it: a refresh token is good for 30 days,
 * and each rotation begins them anew.
 */
public final class GrantLifetime {
    /** Without a rotation for so long, the refresh token is worth nothing. */
    public static final Duration UNUSED = Duration.ofDays(30);

    /** So long before its end a grant is worth a warning. */
    public static final Duration WARNING = Duration.ofDays(7);

    private GrantLifetime() {}

    /** When a grant lapses whose refresh token was issued at that moment and not used since. */
    public static Instant lapse(Instant issuedAt) {
        return issuedAt.plus(UNUSED);
    }
}
