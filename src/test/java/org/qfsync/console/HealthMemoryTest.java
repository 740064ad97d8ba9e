package org.qfsync.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.qfsync.report.HealthGroup;
import org.qfsync.testing.SettableClock;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class HealthMemoryTest {
    private final SettableClock clock = new SettableClock();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void aFloodOfQuestionsAsksTheDatabaseOnceInAFewSeconds() {
        HealthMemory memory = new HealthMemory(
                group -> {
                    asked.incrementAndGet();
                    return Health.up().build();
                },
                clock);

        for (int i = 0; i < 100; i++) {
            memory.of(HealthGroup.READINESS);
        }
        assertThat(asked).hasValue(1);
        memory.of(HealthGroup.FRESHNESS);
        assertThat(asked).as("each group is a question of its own").hasValue(2);

        clock.advance(HealthMemory.FRESH);
        memory.of(HealthGroup.READINESS);
        assertThat(asked).hasValue(3);
    }

    @Test
    void whileTheDatabaseHangsOthersGetWhatWasKnown() throws Exception {
        CountDownLatch asking = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        HealthMemory memory = new HealthMemory(
                group -> {
                    if (asked.incrementAndGet() == 1) {
                        return Health.up().build();
                    }
                    asking.countDown();
                    await(answers);
                    return Health.down().build();
                },
                clock);
        memory.of(HealthGroup.READINESS);
        clock.advance(HealthMemory.FRESH);
        CompletableFuture<Health> hanging = CompletableFuture.supplyAsync(() -> memory.of(HealthGroup.READINESS));
        assertThat(asking.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(memory.of(HealthGroup.READINESS).getStatus()).isEqualTo(Status.UP);
        assertThat(asked).hasValue(2);
        clock.advance(HealthMemory.USABLE);
        Health old = memory.of(HealthGroup.READINESS);
        assertThat(old.getStatus()).as("what was known is too old").isEqualTo(Status.DOWN);
        assertThat(old.getDetails()).containsEntry("health", "is still being found out");

        answers.countDown();
        assertThat(hanging.get(30, TimeUnit.SECONDS).getStatus()).isEqualTo(Status.DOWN);
        assertThat(memory.of(HealthGroup.READINESS).getStatus()).isEqualTo(Status.DOWN);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
