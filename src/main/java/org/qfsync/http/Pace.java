package org.qfsync.http;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.TransientException;

/**
 * The pace of the whole process towards QF: how many exchanges at once, and how many a second, shared by all threads
 * and both services.
 *
 * <p>A 429 lowers it for everyone: all wait as long as the server asked, and the rate is halved, down to a sixteenth;
 * each half minute without another 429 doubles it again. Thread-safe.
 */
public final class Pace {
    private static final Duration RECOVERY = Duration.ofSeconds(30);
    /** Answers to requests that were under way together are one complaint, not many. */
    private static final Duration SAME_COMPLAINT = Duration.ofSeconds(1);

    private static final int MOST_HALVINGS = 4;

    private final Semaphore places;
    private final AtomicInteger inLine = new AtomicInteger();
    private final int requestsPerSecond;
    private final int burst;
    private final TimeMeter time;
    private final Sleeper sleeper;
    private final @Nullable Bucket bucket;
    private final Object lock = new Object();
    private int halvings;
    private long halvedAt;
    private long pausedUntil;

    private Pace(int requestsPerSecond, int concurrency, TimeMeter time, Sleeper sleeper) {
        this.places = new Semaphore(concurrency, true);
        this.requestsPerSecond = requestsPerSecond;
        this.burst = requestsPerSecond == 0 ? 0 : Math.min(concurrency, requestsPerSecond);
        this.time = time;
        this.sleeper = sleeper;
        this.bucket = requestsPerSecond == 0
                ? null
                : Bucket.builder()
                        .withCustomTimePrecision(time)
                        .addLimit(bandwidth(0))
                        .build();
        this.pausedUntil = time.currentTimeNanos();
        this.halvedAt = pausedUntil - RECOVERY.toNanos();
    }

    /** The pace that the properties ask for. */
    public static Pace of(HttpProperties properties) {
        return new Pace(
                properties.requestsPerSecond(), properties.concurrency(), TimeMeter.SYSTEM_NANOTIME, Sleeper.real());
    }

    /** Limits how many at once, but not how many a second; a 429 still makes everyone wait. */
    public static Pace unlimited(int concurrency) {
        return new Pace(0, concurrency, TimeMeter.SYSTEM_NANOTIME, Sleeper.real());
    }

    static Pace unlimited(int concurrency, TimeMeter time, Sleeper sleeper) {
        return new Pace(0, concurrency, time, sleeper);
    }

    static Pace ticking(int requestsPerSecond, int concurrency, TimeMeter time, Sleeper sleeper) {
        return new Pace(requestsPerSecond, concurrency, time, sleeper);
    }

    /**
     * Waits for a place and for the moment when the next request may go out. Close the permit when the exchange is
     * over.
     *
     * @throws TransientException with code {@code interrupted}, the thread's interrupt flag set, if the thread is
     *     asked to stop while it waits
     */
    public Permit acquire() {
        inLine.incrementAndGet();
        try {
            places.acquire();
            return waitForTurn();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException(
                    "Asked to stop while waiting for the pace",
                    "interrupted",
                    null,
                    "Nothing was sent; the next run takes it up.",
                    e);
        } finally {
            inLine.decrementAndGet();
        }
    }

    private Permit waitForTurn() throws InterruptedException {
        Permit permit = new Permit(places);
        boolean granted = false;
        try {
            recover();
            waitOutPause();
            if (bucket != null) {
                bucket.asBlocking().consume(1, nanos -> sleeper.sleep(Duration.ofNanos(nanos)));
                waitOutPause();
            }
            granted = true;
            return permit;
        } finally {
            if (!granted) {
                permit.close();
            }
        }
    }

    private void waitOutPause() throws InterruptedException {
        for (long left = pauseLeft(); left > 0; left = pauseLeft()) {
            sleeper.sleep(Duration.ofNanos(left));
        }
    }

    private long pauseLeft() {
        synchronized (lock) {
            return pausedUntil - time.currentTimeNanos();
        }
    }

    /**
     * The server answered 429: everyone waits that long, and goes slower for a while.
     *
     * @param retryAfter what the server asked for, if it did
     */
    public void slowDown(Optional<Duration> retryAfter) {
        synchronized (lock) {
            long now = time.currentTimeNanos();
            long until = now + retryAfter.orElse(Duration.ZERO).toNanos();
            if (until - pausedUntil > 0) {
                pausedUntil = until;
            }
            if (now - halvedAt >= SAME_COMPLAINT.toNanos()) {
                halvedAt = now;
                change(Math.min(halvings + 1, MOST_HALVINGS));
            }
        }
    }

    private void recover() {
        synchronized (lock) {
            long now = time.currentTimeNanos();
            // The pause itself is no proof that the server is content.
            long quietSince = Math.max(halvedAt, pausedUntil);
            if (halvings > 0 && now - quietSince >= RECOVERY.toNanos()) {
                halvedAt = now;
                change(halvings - 1);
            }
        }
    }

    private void change(int newHalvings) {
        if (newHalvings != halvings && bucket != null) {
            bucket.replaceConfiguration(
                    BucketConfiguration.builder()
                            .addLimit(bandwidth(newHalvings))
                            .build(),
                    TokensInheritanceStrategy.PROPORTIONALLY);
        }
        halvings = newHalvings;
    }

    /** Requests a second as allowed right now; 0 means no limit. */
    public double requestsPerSecond() {
        synchronized (lock) {
            return (double) requestsPerSecond / (1 << halvings);
        }
    }

    /** How long everyone still waits because the server asked for it; zero if it did not. */
    Duration backOff() {
        return Duration.ofNanos(Math.max(0, pauseLeft()));
    }

    /** How many wait for a place or for their turn. */
    int inLine() {
        return inLine.get();
    }

    int freePlaces() {
        return places.availablePermits();
    }

    int waiting() {
        return places.getQueueLength();
    }

    private Bandwidth bandwidth(int halved) {
        return Bandwidth.builder()
                .capacity(burst)
                .refillGreedy(requestsPerSecond, Duration.ofSeconds(1L << halved))
                .build();
    }

    /** One place among those at once; closing it more than once does no harm. */
    public static final class Permit implements AutoCloseable {
        private final Semaphore places;
        private final AtomicBoolean held = new AtomicBoolean(true);

        private Permit(Semaphore places) {
            this.places = places;
        }

        @Override
        public void close() {
            if (held.compareAndSet(true, false)) {
                places.release();
            }
        }
    }
}
