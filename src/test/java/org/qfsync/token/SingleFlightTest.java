package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.qfsync.testing.Scenario;

@Timeout(30)
class SingleFlightTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final SingleFlight<String, String> flights = new SingleFlight<>();

    @Test
    @Scenario(13)
    void aWaiterTimesOutAndTheLeaderFinishes() {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Optional<String>> leader = CompletableFuture.supplyAsync(() -> flights.run("k", LONG, () -> {
            started.countDown();
            await(release);
            return "landed";
        }));
        await(started);

        assertThat(flights.run("k", Duration.ofMillis(20), () -> "second leader"))
                .isEmpty();
        assertThat(leader).isNotDone();
        release.countDown();
        assertThat(leader.join()).contains("landed");
    }

    @Test
    @Scenario(12)
    void keysDoNotWaitForEachOther() {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Optional<String>> leader =
                CompletableFuture.supplyAsync(() -> flights.run("slow", LONG, () -> {
                    await(release);
                    return "slow";
                }));

        assertThat(flights.run("quick", LONG, () -> "quick")).contains("quick");
        assertThat(leader).isNotDone();
        release.countDown();
        assertThat(leader.join()).contains("slow");
    }

    @Test
    void anErrorOfTheLeaderFreesTheKey() {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> flights.run("k", LONG, () -> {
                    throw new StackOverflowError();
                })))
                .isInstanceOf(StackOverflowError.class);

        Awaitility.await()
                .until(() -> flights.run("k", LONG, () -> "again").orElseThrow().equals("again"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
