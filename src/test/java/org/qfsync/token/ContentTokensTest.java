package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SystemicException;
import org.qfsync.http.Backoff;
import org.qfsync.http.HttpTransport;
import org.qfsync.http.Pace;
import org.qfsync.http.RequestMeter;
import org.qfsync.http.ServerClock;
import org.qfsync.testing.Scenario;

@Timeout(60)
class ContentTokensTest {
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final TestTime time = TestTime.frozen();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final HttpTransport transport = HttpTransport.singleUse(
            DEADLINE, DEADLINE, DEADLINE, 64 * 1024, new RequestMeter(), new ServerClock(Clock.systemUTC()));
    private ScriptedAuthServer server;
    private ContentTokens tokens;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedAuthServer();
        tokens = tokens(ClientType.CONFIDENTIAL, "client-1", "s3cret");
    }

    @AfterEach
    void stop() throws IOException {
        transport.close();
        server.close();
    }

    @Test
    @Scenario(1)
    void aTokenWithThirtyOneSecondsLeftIsCachedAndWithThirtyIsFetched() {
        String first = tokens.current().value();
        time.pass(Duration.ofSeconds(3600 - 31));
        assertThat(tokens.current().value()).isEqualTo(first);
        assertThat(server.posts()).isEqualTo(1);

        time.pass(Duration.ofSeconds(1));
        assertThat(tokens.current().value()).isNotEqualTo(first);
        assertThat(server.posts()).isEqualTo(2);
    }

    @Test
    @Scenario(9)
    void aThousandThreadsAtTheExpiryOfTheContentTokenMakeOnePost() {
        tokens.current();
        time.pass(Duration.ofHours(1));
        server.answerOnce((call, out) -> {
            Thread.sleep(200);
            server.strict(call, out);
        });

        assertThat(ConcurrencyContract.valuesOf(1_000, i -> tokens.current().value()))
                .hasSize(1);
        assertThat(server.posts()).isEqualTo(2);
    }

    @Test
    void aLateRefusalDoesNotEvictANewerToken() {
        AccessToken old = tokens.current();
        AccessToken newer = tokens.renew(old);

        assertThat(tokens.renew(old)).isSameAs(newer);
        assertThat(server.posts()).isEqualTo(2);
    }

    @Test
    void aTokenThatWasRefusedIsNeverHandedOutAsItsOwnReplacement() {
        CountDownLatch looked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ThreadLocal<Integer> looks = new ThreadLocal<>();
        // The leader takes off because it finds the token expired, then finds it good again, and is slow about it.
        Clock moody = Clock.tick(time, Duration.ofNanos(1));
        tokens = tokens(ClientType.CONFIDENTIAL, "client-1", "s3cret", new Clock() {
            @Override
            public Instant instant() {
                Integer look = looks.get();
                if (look == null) {
                    return moody.instant();
                }
                looks.set(look + 1);
                if (look == 0) {
                    return moody.instant().plus(Duration.ofDays(1));
                }
                looked.countDown();
                awaitQuietly(release);
                return moody.instant();
            }

            @Override
            public ZoneId getZone() {
                return moody.getZone();
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        });
        AccessToken refused = tokens.current();
        CompletableFuture<AccessToken> leader = CompletableFuture.supplyAsync(() -> {
            looks.set(0);
            return tokens.current();
        });
        awaitQuietly(looked);
        CompletableFuture<AccessToken> replacement = new CompletableFuture<>();
        Thread other = new Thread(() -> replacement.complete(tokens.renew(refused)));
        other.start();
        Awaitility.await().until(() -> other.getState() == Thread.State.TIMED_WAITING);
        release.countDown();

        assertThat(leader.join().generation()).isEqualTo(refused.generation());
        assertThat(replacement.join().generation()).isGreaterThan(refused.generation());
    }

    @Test
    @Scenario(32)
    void theExpiryCountsFromTheStartOfASlowRequest() {
        server.answerOnce((call, out) -> {
            time.pass(Duration.ofSeconds(9));
            server.strict(call, out);
        });

        assertThat(tokens.current().expiresAt()).isEqualTo(time.instant().plusSeconds(3591));
    }

    @Test
    @Scenario(30)
    void aWallClockSetBackTwoHoursDoesNotLengthenItsLife() {
        tokens.current();
        time.pass(Duration.ofHours(1));
        time.setWall(Duration.ofHours(-2));
        tokens.current();

        assertThat(server.posts()).isEqualTo(2);
    }

    @Test
    @Scenario(31)
    void aMachineThatSleptSeesItExpiredByTheWallClock() {
        tokens.current();
        time.setWall(Duration.ofHours(1));
        tokens.current();

        assertThat(server.posts()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "\"x\"", "null", "1000000000000", "5"})
    @Scenario(34)
    void aNonsensicalOrShortExpiryCausesNoRequestLoop(String expiresIn) {
        server.answerOnce(ScriptedAuthServer.json(200, "{\"access_token\":\"at\",\"expires_in\":" + expiresIn + "}"));
        for (int i = 0; i < 10; i++) {
            tokens.current();
        }

        assertThat(server.posts()).isEqualTo(1);
    }

    @Test
    @Scenario(4)
    void aSecretWithAwkwardCharactersAuthenticatesByFormEncodedBasic() {
        tokens(ClientType.CONFIDENTIAL, "my client:1", "a+b%c:é d").current();

        String header = String.valueOf(server.calls().get(0).headers().get("authorization"));
        String credentials =
                new String(Base64.getDecoder().decode(header.substring("Basic ".length())), StandardCharsets.UTF_8);
        assertThat(credentials).isEqualTo("my+client%3A1:a%2Bb%25c%3A%C3%A9+d");
        assertThat(server.calls().get(0).form())
                .containsOnlyKeys("grant_type", "scope")
                .containsEntry("scope", "content");
    }

    @Test
    void aPublicClientNamesItselfInTheBodyAndSendsNoSecret() {
        tokens(ClientType.PUBLIC, "my client", null).current();

        assertThat(server.calls().get(0).headers()).doesNotContainKey("authorization");
        assertThat(server.calls().get(0).form()).containsEntry("client_id", "my client");
    }

    @Test
    void aServerErrorIsTriedAgainAndAWrongSecretIsNot() {
        server.answerOnce(ScriptedAuthServer.json(503, "{}"), ScriptedAuthServer.drop());
        tokens.current();
        assertThat(server.posts()).isEqualTo(3);
        assertThat(pauses).hasSize(2);

        time.pass(Duration.ofHours(1));
        server.answerOnce(ScriptedAuthServer.json(401, "{\"error\":\"invalid_client\"}"));
        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(tokens::current)
                .satisfies(e -> assertThat(e.code()).isEqualTo("invalid_client"))
                .satisfies(e -> assertThat(e.hint()).contains("QF_CLIENT_SECRET"));
        assertThat(server.posts()).isEqualTo(4);
    }

    @Test
    void aRateLimitIsWaitedOutAsLongAsTheServerAsks() {
        server.answerOnce(ScriptedAuthServer.raw(429, "application/json", "{}", "Retry-After: 1"));
        long start = System.nanoTime();

        tokens.current();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    @Scenario(14)
    void waitersShareTheFailureOfTheLeaderAndTheNextCallStartsAfresh() {
        server.answerOnce((call, out) -> {
            Thread.sleep(200);
            ScriptedAuthServer.json(401, "{\"error\":\"invalid_client\"}").answer(call, out);
        });

        assertThat(ConcurrencyContract.valuesOf(
                        50, i -> catchThrowable(tokens::current).getClass().getSimpleName()))
                .containsExactly("SystemicException");
        assertThat(server.posts()).isEqualTo(1);
        assertThat(tokens.current().value()).isNotEmpty();
    }

    @Test
    @Scenario(13)
    void aWaiterThatGivesUpDoesNotDisturbTheLeader() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        server.answerOnce((call, out) -> {
            release.await();
            server.strict(call, out);
        });
        CompletableFuture<AccessToken> leader = CompletableFuture.supplyAsync(tokens::current);
        Awaitility.await().until(() -> server.posts() == 1);
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread waiter = new Thread(() -> outcome.complete(catchThrowable(tokens::current)));
        waiter.start();
        Awaitility.await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        waiter.interrupt();

        assertThat(outcome.join()).isNotNull();
        assertThat(leader).isNotDone();
        release.countDown();
        assertThat(leader.join().value()).isEqualTo(tokens.current().value());
        assertThat(server.posts()).isEqualTo(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ContentTokens tokens(ClientType type, String id, @Nullable String secret) {
        return tokens(type, id, secret, time);
    }

    private ContentTokens tokens(ClientType type, String id, @Nullable String secret, Clock clock) {
        QfEndpoints endpoints = new QfEndpoints(QfEnvironment.SANDBOX, server.url(), server.url());
        ClientProperties client = new ClientProperties(
                endpoints, id, type, Optional.ofNullable(secret).map(Secret::new));
        return new ContentTokens(
                new TokenClient(client, new ClientSecret(client), transport, clock),
                Pace.unlimited(64),
                new ContentTokens.RetryPolicy(
                        4, new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), new Random(1)), pauses::add),
                ExpiryMargin.CONTENT,
                clock,
                time);
    }
}
