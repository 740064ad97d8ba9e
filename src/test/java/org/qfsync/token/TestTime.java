package org.qfsync.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A wall clock and a ticker that a test moves, together or apart. Thread-safe. */
final class TestTime extends Clock implements Ticker {
    private final boolean frozen;
    private final Instant start = Instant.parse("2026-10-01T02:30:00Z");
    private final long startNanos = System.nanoTime();
    private Duration wall = Duration.ZERO;
    private Duration ticks = Duration.ZERO;

    private TestTime(boolean frozen) {
        this.frozen = frozen;
    }

    /** Stands still but for what the test moves it. */
    static TestTime frozen() {
        return new TestTime(true);
    }

    /** Runs on by itself. */
    static TestTime running() {
        return new TestTime(false);
    }

    /** Time passes. */
    synchronized void pass(Duration duration) {
        wall = wall.plus(duration);
        ticks = ticks.plus(duration);
    }

    /** The wall clock alone is set. */
    synchronized void setWall(Duration forward) {
        wall = wall.plus(forward);
    }

    @Override
    public synchronized Instant instant() {
        return start.plus(wall).plus(real());
    }

    @Override
    public synchronized Duration elapsed() {
        return ticks.plus(real());
    }

    private Duration real() {
        return frozen ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - startNanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
