package org.qfsync.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.qfsync.domain.SyncException;

@Timeout(30)
class PaceTest {
    private final AtomicLong nanos = new AtomicLong(5_000_000_000L);
    private final TimeMeter time = new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return nanos.get();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    };
    /** Time passes only while somebody sleeps. */
    private final Sleeper sleeper = duration -> nanos.addAndGet(duration.toNanos());

    @Test
    void requestsGoOutAtTheConfiguredRateAfterASmallBurst() {
        Pace pace = Pace.ticking(20, 8, time, sleeper);
        assertThat(secondsFor(pace, 8)).isZero();
        assertThat(secondsFor(pace, 100)).isEqualTo(5.0, within(0.01));
    }

    @Test
    void withoutALimitNobodyWaits() {
        assertThat(secondsFor(Pace.ticking(0, 8, time, sleeper), 10_000)).isZero();
    }

    @Test
    void a429MakesEveryoneWaitAsLongAsTheServerAsks() {
        Pace pace = Pace.ticking(20, 8, time, sleeper);
        pace.slowDown(Optional.of(Duration.ofSeconds(17)));
        assertThat(secondsFor(pace, 1)).isEqualTo(17.0);
    }

    @Test
    void a429MakesEveryoneWaitEvenWithoutARateLimit() {
        Pace pace = Pace.unlimited(8, time, sleeper);
        pace.slowDown(Optional.of(Duration.ofSeconds(3)));
        assertThat(secondsFor(pace, 5)).isEqualTo(3.0);
    }

    @Test
    void a429HalvesTheRateAndTimeRestoresIt() {
        Pace pace = Pace.ticking(20, 8, time, sleeper);
        pace.slowDown(Optional.empty());
        assertThat(pace.requestsPerSecond()).isEqualTo(10.0);
        secondsFor(pace, 8);
        assertThat(secondsFor(pace, 100)).isEqualTo(10.0, within(0.5));
        nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        secondsFor(pace, 8);
        assertThat(pace.requestsPerSecond()).isEqualTo(20.0);
        assertThat(secondsFor(pace, 100)).isEqualTo(5.0, within(0.5));
    }

    @Test
    void manyAnswersToOneBurstCountAsOneComplaint() {
        Pace pace = Pace.ticking(20, 8, time, sleeper);
        for (int i = 0; i < 8; i++) {
            pace.slowDown(Optional.empty());
        }
        assertThat(pace.requestsPerSecond()).isEqualTo(10.0);
    }

    @Test
    void theRateNeverFallsBelowASixteenth() {
        Pace pace = Pace.ticking(16, 8, time, sleeper);
        for (int i = 0; i < 20; i++) {
            pace.slowDown(Optional.empty());
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        }
        assertThat(pace.requestsPerSecond()).isEqualTo(1.0);
    }

    @Test
    void neverMoreThanTheConfiguredNumberAtOnce() throws InterruptedException {
        Pace pace = Pace.unlimited(3);
        AtomicInteger inside = new AtomicInteger();
        CountDownLatch leave = new CountDownLatch(1);
        ExecutorService workers = Executors.newFixedThreadPool(16);
        for (int i = 0; i < 16; i++) {
            workers.execute(() -> {
                Pace.Permit permit = pace.acquire();
                inside.incrementAndGet();
                assertThat(awaited(leave)).isTrue();
                permit.close();
                permit.close();
            });
        }
        await().until(() -> pace.waiting() == 13);
        assertThat(inside.get()).isEqualTo(3);
        leave.countDown();
        await().until(() -> inside.get() == 16);
        workers.shutdown();
        assertThat(workers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(pace.freePlaces()).isEqualTo(3);
    }

    @Test
    void anInterruptedWaitGivesItsPlaceBackAndKeepsTheFlag() throws InterruptedException {
        Pace pace = Pace.unlimited(1);
        pace.slowDown(Optional.of(Duration.ofMinutes(5)));
        AtomicInteger interrupted = new AtomicInteger();
        Thread waiter = new Thread(() -> {
            assertThatThrownBy(pace::acquire)
                    .isInstanceOfSatisfying(
                            SyncException.class, e -> assertThat(e.code()).isEqualTo("interrupted"));
            interrupted.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
        });
        waiter.start();
        await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        waiter.interrupt();
        waiter.join();
        assertThat(interrupted.get()).isEqualTo(1);
        assertThat(pace.freePlaces()).isEqualTo(1);
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private double secondsFor(Pace pace, int requests) {
        long before = nanos.get();
        for (int i = 0; i < requests; i++) {
            pace.acquire().close();
        }
        return (nanos.get() - before) / 1e9;
    }
}
