package org.qfsync.http;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before another try: exponential with full jitter, so that clients which failed together do not
 * come back together.
 *
 * <p>As thread-safe as its source of randomness.
 */
public final class Backoff {
    private static final int MAX_DOUBLINGS = 30;

    private final Duration base;
    private final Duration max;
    private final RandomGenerator random;

    public Backoff(Duration base, Duration max, RandomGenerator random) {
        this.base = base;
        this.max = max;
        this.random = random;
    }

    /**
     * A wait drawn evenly from zero to the base, doubled for each failure after the first, but never above the
     * maximum.
     *
     * @param failures how many tries have failed, from 1
     */
    public Duration afterFailures(int failures) {
        double bound = (double) base.toNanos() * (1L << Math.min(failures - 1, MAX_DOUBLINGS));
        long capped = (long) Math.min(bound, (double) max.toNanos());
        return Duration.ofNanos(random.nextLong(capped + 1));
    }
}
