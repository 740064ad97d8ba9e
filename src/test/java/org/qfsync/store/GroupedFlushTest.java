package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupedFlushTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void thoseWhoCallDuringAFlushShareTheNextOne() throws Exception {
        CountDownLatch firstRuns = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger flushes = new AtomicInteger();
        GroupedFlush flush = new GroupedFlush(() -> {
            if (flushes.incrementAndGet() == 1) {
                firstRuns.countDown();
                awaitLatch(release);
            }
        });
        List<Future<?>> calls = new ArrayList<>();
        calls.add(threads.submit(flush::await));
        firstRuns.await();
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Thread thread = new Thread(flush::await);
            thread.start();
            waiting.add(thread);
        }
        await().until(() -> waiting.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));

        release.countDown();

        for (Thread thread : waiting) {
            thread.join();
        }
        calls.get(0).get();
        assertThat(flushes).hasValue(2);
    }

    @Test
    void nobodyReturnsBeforeAFlushThatStartedAfterTheirCommit() throws Exception {
        AtomicLong committed = new AtomicLong();
        AtomicLong durable = new AtomicLong();
        AtomicInteger flushes = new AtomicInteger();
        GroupedFlush flush = new GroupedFlush(() -> {
            long covered = committed.get();
            flushes.incrementAndGet();
            durable.set(covered);
        });
        List<Future<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            calls.add(threads.submit(() -> {
                boolean good = true;
                for (int n = 0; n < 2_000; n++) {
                    long mine = committed.incrementAndGet();
                    flush.await();
                    good &= durable.get() >= mine;
                }
                return good;
            }));
        }

        for (Future<Boolean> call : calls) {
            assertThat(call.get(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(flushes.get()).isLessThanOrEqualTo(32_000);
    }

    @Test
    void aFailedFlushCoversNobody() {
        AtomicInteger flushes = new AtomicInteger();
        GroupedFlush flush = new GroupedFlush(() -> {
            if (flushes.incrementAndGet() == 1) {
                throw new IllegalStateException("disk full");
            }
        });

        assertThatIllegalStateException().isThrownBy(flush::await).withMessage("disk full");
        flush.await();

        assertThat(flushes).hasValue(2);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
