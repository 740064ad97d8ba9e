package org.qfsync.token;

import java.time.Duration;

/**
 * How long before its expiry a token is replaced. Three forms, because the systems we learnt from differ: a fixed
 * time, a share of the lifetime, or the larger of both.
 *
 * @param fixed a fixed time
 * @param share a share of the lifetime, from 0 to 1
 */
public record ExpiryMargin(Duration fixed, double share) {
    /** QF's own rule for content tokens: 30 seconds. */
    public static final ExpiryMargin CONTENT = new ExpiryMargin(Duration.ofSeconds(30), 0);

    /** User tokens: 60 seconds or a tenth of the lifetime, whichever is more. */
    public static final ExpiryMargin USER = new ExpiryMargin(Duration.ofSeconds(60), 0.1);

    /**
     * The margin for a token of that lifetime; never more than half of it, so that a short-lived token is used and not
     * requested again and again.
     */
    Duration of(Duration lifetime) {
        Duration proportional = Duration.ofMillis((long) (lifetime.toMillis() * share));
        Duration margin = fixed.compareTo(proportional) >= 0 ? fixed : proportional;
        Duration half = lifetime.dividedBy(2);
        return margin.compareTo(half) <= 0 ? margin : half;
    }
}
