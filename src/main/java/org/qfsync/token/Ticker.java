package org.qfsync.token;

import java.time.Duration;

/** A clock that only runs forward; it sees what a wall clock set back would hide. */
@FunctionalInterface
public interface Ticker {
    /** The time since some fixed but arbitrary moment. */
    Duration elapsed();

    /** The ticker of this Java process. */
    static Ticker system() {
        return () -> Duration.ofNanos(System.nanoTime());
    }
}
