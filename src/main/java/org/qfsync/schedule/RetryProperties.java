package org.qfsync.schedule;

import java.time.Duration;
import org.qfsync.domain.Settings;

/**
 * What the daemon does about a night that did not come out whole: nobody is there to repeat it.
 *
 * @param retries how often a night is repeated by itself after it failed or left users open
 * @param delay before the first repetition; each further one waits three times as long as the one before
 */
public record RetryProperties(int retries, Duration delay) {
    private static final int DEFAULT_RETRIES = 2;
    private static final int MOST_RETRIES = 5;
    private static final int FACTOR = 3;

    /** Reads {@code qfsync.schedule.retries} (default 2) and {@code qfsync.schedule.retry-delay} (default 10 minutes). */
    public static RetryProperties from(Settings settings) {
        return new RetryProperties(
                settings.integer("qfsync.schedule.retries", DEFAULT_RETRIES, 0, MOST_RETRIES),
                settings.duration("qfsync.schedule.retry-delay", Duration.ofMinutes(10)));
    }

    /** How long to wait before that repetition; the first is number 1. */
    Duration before(int retry) {
        return delay.multipliedBy((long) Math.pow(FACTOR, retry - 1.0));
    }
}
