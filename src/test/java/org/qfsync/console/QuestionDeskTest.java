package org.qfsync.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.analytics.NamedQuery;
import org.qfsync.analytics.QueryCatalog;
import org.qfsync.analytics.QueryProperties;
import org.qfsync.analytics.QueryRunner;
import org.qfsync.domain.SystemicException;
import org.qfsync.store.Database;
import org.qfsync.store.ReaderAccount;
import org.qfsync.store.ReaderProperties;
import org.qfsync.testing.TestDatabase;
import org.springframework.http.HttpStatus;

/** How many questions are answered at once, and what the others are told. */
class QuestionDeskTest {
    private static final NamedQuery QUERY = QueryCatalog.load().find("saves-by-juz");

    @TempDir
    Path home;

    private Database database;

    @BeforeEach
    void open() {
        database = TestDatabase.h2File(home);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private QuestionDesk desk(Supplier<ReaderAccount> account) {
        return desk(account, Duration.ofSeconds(30));
    }

    private QuestionDesk desk(Supplier<ReaderAccount> account, Duration timeout) {
        return new QuestionDesk(new QueryRunner(account, timeout, QueryProperties.defaults()), Duration.ofMillis(50));
    }

    private ReaderAccount account() {
        return ReaderAccount.open(database, home, ReaderProperties.defaults());
    }

    @Test
    void whoComesWhileAllPlacesAreTakenIsToldToComeAgainAndThenIsAnswered() throws Exception {
        CountDownLatch seated = new CountDownLatch(QuestionDesk.AT_ONCE);
        CountDownLatch go = new CountDownLatch(1);
        ReaderAccount account = account();
        QuestionDesk desk = desk(() -> {
            seated.countDown();
            await(go);
            return account;
        });
        CompletableFuture<?>[] early = new CompletableFuture<?>[QuestionDesk.AT_ONCE];
        for (int i = 0; i < early.length; i++) {
            early[i] =
                    CompletableFuture.supplyAsync(() -> desk.answer(QUERY, Map.of()), task -> new Thread(task).start());
        }
        assertThat(seated.await(30, TimeUnit.SECONDS)).isTrue();

        assertThatExceptionOfType(QuestionFailedException.class)
                .isThrownBy(() -> desk.answer(QUERY, Map.of()))
                .withMessageContaining("Ask again in some seconds")
                .satisfies(failure -> assertThat(failure.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE));

        go.countDown();
        CompletableFuture.allOf(early).get(60, TimeUnit.SECONDS);
        assertThat(desk.answer(QUERY, Map.of()).rows()).isEmpty();
    }

    @Test
    void aFailureFreesItsPlaceAndSaysWhatToDo() {
        QuestionDesk desk = desk(() -> {
            throw new SystemicException("The reader cannot be made", "no_reader", null, "Make it by hand.", null);
        });

        for (int i = 0; i < 2 * QuestionDesk.AT_ONCE; i++) {
            assertThatExceptionOfType(QuestionFailedException.class)
                    .isThrownBy(() -> desk.answer(QUERY, Map.of()))
                    .withMessage("The reader cannot be made. Make it by hand.");
        }
    }

    @Test
    void aQuestionThatTakesTooLongIsCutOffAndSaysWhatToDo() {
        Duration timeout = Duration.ofMillis(1);
        ReaderAccount hasty = ReaderAccount.open(database, home, new ReaderProperties(Optional.empty(), "", timeout));
        NamedQuery slow = new NamedQuery(
                "slow",
                "Slow",
                "How long?",
                List.of(),
                Optional.empty(),
                "",
                "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 100000) a, SYSTEM_RANGE(1, 100000) b",
                List.of());

        assertThatExceptionOfType(QuestionFailedException.class)
                .isThrownBy(() -> desk(() -> hasty, timeout).answer(slow, Map.of()))
                .withMessageContaining("took too long")
                .withMessageContaining("QFSYNC_QUERY_TIMEOUT");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
