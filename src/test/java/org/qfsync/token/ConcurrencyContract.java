package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.ReauthorizeException;
import org.qfsync.domain.SystemicException;
import org.qfsync.domain.TransientException;
import org.qfsync.store.Database;
import org.qfsync.testing.Scenario;

/** Many threads, several processes and disagreeing clocks: one refresh token is presented once. */
abstract class ConcurrencyContract extends TokenRig {
    ConcurrencyContract(Function<Path, Database> kind) {
        super(kind);
    }

    @Test
    @Scenario(10)
    void twoHundredThreadsOfOneUserMakeOnePost() {
        consented("a");
        server.answerOnce(slowly());

        Set<String> values = valuesOf(200, i -> current(tokens, "a").value());

        assertThat(values).hasSize(1);
        assertThat(server.posts()).isEqualTo(1);
    }

    @Test
    @Scenario(11)
    void twoProcessesOfOneUserMakeOnePostAndShareTheToken() {
        consented("a");
        List<Tokens> processes = List.of(tokens, process());
        server.answerOnce(slowly());

        Set<String> values =
                valuesOf(32, i -> current(processes.get(i % 2), "a").value());

        assertThat(values).hasSize(1);
        assertThat(server.posts()).isEqualTo(1);
    }

    @Test
    void threadsThatAreAllRefusedTheSameTokenRefreshOnce() {
        consented("a");
        List<Tokens> processes = List.of(tokens, process());
        AccessToken refused = current(tokens, "a");

        Set<String> values = valuesOf(
                64,
                i -> processes
                        .get(i % 2)
                        .managerForStep()
                        .forUser("a")
                        .renew(refused)
                        .value());

        assertThat(values).hasSize(1).doesNotContain(refused.value());
        assertThat(server.posts()).isEqualTo(2);
    }

    @Test
    void manyUsersInSeveralProcessesNeverPresentATokenTwice() {
        List<Tokens> processes = List.of(tokens, process(), process());
        IntStream.range(0, 20).forEach(i -> consented("user-" + i));

        for (int round = 1; round <= 3; round++) {
            valuesOf(120, i -> current(processes.get(i % 3), "user-" + i % 20).value());
            assertThat(server.posts()).isEqualTo(20 * round);
            time.pass(Duration.ofHours(1));
        }
        assertThat(server.rotation.reuses()).isZero();
    }

    @Test
    @Scenario(20)
    void aPoolOfOneConnectionDoesNotDeadlockAndNoneIsHeldDuringTheRequest() {
        database.limitTo(1);
        List<Tokens> processes = List.of(tokens, process());
        IntStream.range(0, 16).forEach(i -> consented("user-" + i));
        abandonClaim("user-3", 0);
        server.answerAlways((call, out) -> {
            Thread.sleep(20);
            server.strict(call, out);
        });

        assertThat(valuesOf(
                        64, i -> current(processes.get(i % 2), "user-" + i % 16).value()))
                .hasSize(16);

        server.answerAlways((call, out) -> {
            ScriptedAuthServer.json(200, "{\"access_token\":\"held-" + database.connectionsInUse() + "\"}")
                    .answer(call, out);
        });
        consented("lonely");
        assertThat(current(tokens, "lonely").value()).isEqualTo("held-0");
    }

    @Test
    @Scenario(12)
    void aUserWhoseRefreshHangsBlocksNoOther() {
        consented("slow");
        consented("quick");
        CountDownLatch release = new CountDownLatch(1);
        server.answerOnce((call, out) -> {
            release.await();
            server.strict(call, out);
        });
        CompletableFuture<AccessToken> slow = CompletableFuture.supplyAsync(() -> current(tokens, "slow"));
        Awaitility.await().until(() -> server.posts() == 1);

        assertThat(current(tokens, "quick").generation()).isEqualTo(1);
        assertThat(slow).isNotDone();
        release.countDown();
        assertThat(slow.join().generation()).isEqualTo(1);
    }

    @Test
    @Scenario(14)
    void waitersShareTheFailureOfTheLeaderAndTheKeyIsFreeAgain() {
        consented("a");
        server.answerOnce((call, out) -> {
            Thread.sleep(100);
            ScriptedAuthServer.json(400, "{\"error\":\"invalid_grant\"}").answer(call, out);
        });

        Set<String> failures = valuesOf(
                20, i -> catchThrowable(() -> current(tokens, "a")).getClass().getName());
        assertThat(failures).containsExactly(ReauthorizeException.class.getName());
        assertThat(server.posts()).isEqualTo(1);

        consented("a");
        assertThat(current(tokens, "a").generation()).isEqualTo(2);
    }

    @Test
    @Scenario(13)
    void aWaiterThatIsStoppedDoesNotDisturbTheLeader() {
        consented("a");
        CountDownLatch release = new CountDownLatch(1);
        server.answerOnce((call, out) -> {
            release.await();
            server.strict(call, out);
        });
        CompletableFuture<AccessToken> leader = CompletableFuture.supplyAsync(() -> current(tokens, "a"));
        Awaitility.await().until(() -> server.posts() == 1);
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread waiter = new Thread(() -> outcome.complete(catchThrowable(() -> current(tokens, "a"))));
        waiter.start();
        Awaitility.await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        waiter.interrupt();

        assertThat(outcome.join()).isInstanceOf(TransientException.class);
        assertThat(leader).isNotDone();
        release.countDown();
        assertThat(leader.join().generation()).isEqualTo(1);
        assertThat(server.posts()).isEqualTo(1);
    }

    /** Its patience is the lease and five seconds more. */
    @Test
    @Tag("deep")
    @Scenario(13)
    void aWaiterThatTimesOutDoesNotDisturbTheLeader() throws IOException {
        consented("a");
        waitForAnswers(Duration.ofSeconds(20));
        Tokens process = process(Duration.ofSeconds(1));
        CountDownLatch release = new CountDownLatch(1);
        server.answerOnce((call, out) -> {
            release.await();
            server.strict(call, out);
        });
        CompletableFuture<AccessToken> leader = CompletableFuture.supplyAsync(() -> current(process, "a"));
        Awaitility.await().until(() -> server.posts() == 1);

        assertThat(catchThrowable(() -> current(process, "a")))
                .isInstanceOfSatisfying(
                        TransientException.class, e -> assertThat(e.code()).isEqualTo("timeout"));
        assertThat(leader).isNotDone();
        release.countDown();
        assertThat(leader.join().generation()).isEqualTo(1);
        assertThat(server.posts()).isEqualTo(1);
    }

    @Test
    void aLiveLeaseOfAnotherProcessIsWaitedOutAndThenRecovered() {
        consented("a");
        sql("UPDATE ops.user_grant SET state = 'REFRESHING', attempt_id = 'dead',"
                        + " lease_until = CURRENT_TIMESTAMP + INTERVAL '0.4' SECOND")
                .update();
        long start = System.nanoTime();

        assertThat(current(tokens, "a").generation()).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(350));
    }

    @Test
    @Scenario(33)
    void aNodeWhoseClockIsFiveMinutesOffKeepsTheLeaseByTheDatabasesClock() {
        consented("a");
        for (int minutes : new int[] {5, -5}) {
            Clock off = Clock.offset(time, Duration.ofMinutes(minutes));
            CountDownLatch release = new CountDownLatch(1);
            int before = server.posts();
            server.answerOnce((call, out) -> {
                release.await();
                server.strict(call, out);
            });
            CompletableFuture<AccessToken> punctual = CompletableFuture.supplyAsync(() -> current(tokens, "a"));
            Awaitility.await().until(() -> server.posts() == before + 1);
            CompletableFuture<AccessToken> other =
                    CompletableFuture.supplyAsync(() -> current(process(LEASE, off, time), "a"));
            Awaitility.await().during(Duration.ofMillis(200)).until(() -> !other.isDone());
            release.countDown();

            assertThat(other.join().value()).isEqualTo(punctual.join().value());
            assertThat(server.posts()).isEqualTo(before + 1);
            time.pass(Duration.ofHours(1));
        }
    }

    @Test
    @Scenario(30)
    void aWallClockSetBackTwoHoursDoesNotLengthenATokensLife() {
        consented("a");
        TokenManager step = tokens.managerForStep();
        AccessTokens session = step.forUser("a");
        AccessToken first = session.current();
        time.pass(Duration.ofHours(1));
        time.setWall(Duration.ofHours(-2));

        AccessToken second = session.current();
        assertThat(second.generation()).isGreaterThan(first.generation());
        assertThat(step.forUser("a").current().value()).isEqualTo(second.value());
        assertThat(server.posts()).isEqualTo(2);
    }

    @Test
    void aWallClockSetBackAFewMinutesDoesNotBringBackATokenThatEndedByTheTicker() {
        consented("a");
        AccessTokens session = tokens.managerForStep().forUser("a");
        AccessToken first = session.current();
        time.pass(Duration.ofMinutes(57));
        time.setWall(Duration.ofMinutes(-4));

        assertThat(session.current().generation()).isGreaterThan(first.generation());
    }

    @Test
    void aStoredTokenFromTheFutureIsNotTrusted() {
        consented("a");
        current(tokens, "a");
        time.setWall(Duration.ofHours(-2));

        assertThat(current(process(), "a").generation()).isEqualTo(2);
        assertThat(current(process(), "a").generation()).isEqualTo(2);
    }

    @Test
    @Scenario(31)
    void aMachineThatSleptSeesTheTokenExpiredByTheWallClock() {
        consented("a");
        AccessTokens session = tokens.managerForStep().forUser("a");
        AccessToken first = session.current();
        time.setWall(Duration.ofHours(1));

        assertThat(session.current().generation()).isGreaterThan(first.generation());
    }

    @Test
    void anApiThatRefusesEveryUserOpensTheBreakerAndRotationsStayBounded() {
        TokenManager step = tokens.managerForStep();
        List<Throwable> stopped = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            consented("user-" + i);
            AccessTokens user = step.forUser("user-" + i);
            Throwable failure = catchThrowable(() -> {
                user.renew(user.current());
                step.refusedByApi();
            });
            if (failure != null) {
                stopped.add(failure);
            }
        }

        assertThat(stopped).hasSize(45).allMatch(SystemicException.class::isInstance);
        assertThat(step.refreshes()).isEqualTo(10);
        assertThat(grant("user-49").state()).isEqualTo(GrantState.ACTIVE);
    }

    private ScriptedAuthServer.Script slowly() {
        return (call, out) -> {
            Thread.sleep(150);
            server.strict(call, out);
        };
    }

    /** Lets so many threads loose at the same time. */
    static Set<String> valuesOf(int threads, Function<Integer, String> work) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<String>> results = IntStream.range(0, threads)
                    .mapToObj(i -> pool.submit((Callable<String>) () -> {
                        start.await();
                        return work.apply(i);
                    }))
                    .toList();
            start.countDown();
            return results.stream().map(ConcurrencyContract::get).collect(Collectors.toSet());
        } finally {
            pool.shutdownNow();
        }
    }

    private static String get(Future<String> result) {
        try {
            return result.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
