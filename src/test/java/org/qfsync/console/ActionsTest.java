package org.qfsync.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.qfsync.console.Actions.Asked;

class ActionsTest {
    private static final Asked ASKED = new Asked("rerun of run 12", "amal", Set.of(), true);

    @Test
    void whileTheDatabaseHangsPagesDoNotWaitAndNothingElseBegins() throws Exception {
        CountDownLatch noting = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        try (Actions actions = actions(asked -> {
            noting.countDown();
            awaited(answers);
        })) {
            CompletableFuture<Notice> begun = CompletableFuture.supplyAsync(() -> actions.begin(ASKED, () -> {
                throw new IllegalStateException("a test");
            }));
            awaited(noting);

            assertThat(CompletableFuture.supplyAsync(actions::underWay).get(10, TimeUnit.SECONDS))
                    .contains(ASKED.what());
            assertThat(actions.begin(ASKED, () -> {
                                throw new AssertionError("began twice");
                            })
                            .text())
                    .startsWith("The rerun of run 12 is under way");

            answers.countDown();
            assertThat(begun.get(10, TimeUnit.SECONDS).tone()).isEqualTo("good");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> actions.underWay().isEmpty());
            assertThat(actions.outcomes()).hasSize(1);
        }
    }

    @Test
    void whatCannotBeAuditedDoesNotBeginAndStandsInNobodysWay() {
        try (Actions actions = actions(asked -> {
            throw new IllegalStateException("the database is away");
        })) {
            assertThatThrownBy(() -> actions.begin(ASKED, () -> {
                        throw new AssertionError("not audited");
                    }))
                    .hasMessage("the database is away");

            assertThat(actions.underWay()).isEmpty();
            assertThat(actions.outcomes()).isEmpty();
        }
    }

    private static Actions actions(Consumer<Asked> audit) {
        return new Actions(() -> {}, audit, Clock.systemUTC());
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
