package org.qfsync.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits; replaced in tests, so that none of them does. */
@FunctionalInterface
public interface Sleeper {
    /** Waits that long. */
    void sleep(Duration duration) throws InterruptedException;

    /** Waits in truth. */
    static Sleeper real() {
        return duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }
}
