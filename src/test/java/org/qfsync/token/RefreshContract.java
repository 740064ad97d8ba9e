package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.domain.ReauthorizeException;
import org.qfsync.domain.SystemicException;
import org.qfsync.domain.TransientException;
import org.qfsync.store.Database;
import org.qfsync.testing.Scenario;

/** One rotation, whatever the server answers. */
abstract class RefreshContract extends TokenRig {
    private static final String ALL_BUT_ATTEMPT = "state, generation, scopes, refresh_token_sealed, "
            + "access_token_sealed, access_token_expires_at, obtained_at, refreshed_at, lease_owner, lease_until, "
            + "replay_count, failure_count, next_attempt_at, last_error_code, last_error_status";

    RefreshContract(Function<Path, Database> kind) {
        super(kind);
    }

    @Test
    @Scenario(2)
    void theNewPairIsStoredBeforeTheAccessTokenIsVisible() {
        consented("a");
        CountDownLatch saving = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        server.answerOnce((call, out) -> {
            database.beforeNextCommit(() -> {
                saving.countDown();
                awaitQuietly(release);
            });
            server.strict(call, out);
        });
        CompletableFuture<AccessToken> leader = CompletableFuture.supplyAsync(() -> current(tokens, "a"));
        awaitQuietly(saving);
        CompletableFuture<AccessToken> waiter = CompletableFuture.supplyAsync(() -> current(tokens, "a"));
        Tokens elsewhere = process();
        CompletableFuture<AccessToken> other = CompletableFuture.supplyAsync(() -> current(elsewhere, "a"));

        assertThat(CompletableFuture.anyOf(leader, waiter, other))
                .as("nobody has it while the new pair is not committed")
                .failsWithin(Duration.ofMillis(300))
                .withThrowableOfType(TimeoutException.class);
        assertThat(grant("a").generation()).isZero();
        release.countDown();

        String value = leader.join().value();
        assertThat(List.of(waiter.join().value(), other.join().value())).containsOnly(value);
        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
        assertThat(grant("a").generation()).isEqualTo(1);
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
        assertThat(server.posts()).isEqualTo(1);
    }

    @Test
    void aStoredAccessTokenIsUsedWithoutARequest() {
        consented("a");
        String first = current(tokens, "a").value();

        assertThat(current(process(), "a").value()).isEqualTo(first);
        assertThat(server.posts()).isEqualTo(1);
    }

    @Test
    @Scenario(3)
    void aResponseWithoutARefreshTokenKeepsTheOldOne() {
        String refreshToken = consented("a");
        server.answerOnce(ScriptedAuthServer.json(200, "{\"access_token\":\"at\",\"expires_in\":3600}"));

        assertThat(current(tokens, "a").value()).isEqualTo("at");
        assertThat(storedRefreshToken("a")).isEqualTo(refreshToken);
        assertThat(grant("a").generation()).isEqualTo(1);

        time.pass(Duration.ofHours(1));
        assertThat(current(tokens, "a").generation()).isEqualTo(2);
        assertThat(server.calls().get(1).form()).containsEntry("refresh_token", refreshToken);
    }

    @Test
    @Scenario(5)
    void aNarrowerScopeIsStored() {
        consented("a");
        server.answerOnce(answer(",\"scope\":\"bookmark openid\""));

        current(tokens, "a");

        assertThat(grant("a").scopes()).containsExactlyInAnyOrder("bookmark", "openid");
    }

    @Test
    void aScopeWithCharactersThatNoDatabaseStoresDoesNotLoseTheRotation() {
        consented("a");
        server.answerOnce(answer(",\"scope\":\"bookmark col\\u0000lection \\u200b\""));

        current(tokens, "a");

        assertThat(grant("a").scopes()).containsExactly("bookmark");
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
    }

    @Test
    @Scenario(15)
    void aLateUnauthorizedWithAnOldTokenDoesNotRefresh() {
        consented("a");
        AccessTokens early = tokens.managerForStep().forUser("a");
        AccessTokens late = tokens.managerForStep().forUser("a");
        AccessToken old = late.current();
        AccessToken renewed = early.renew(early.current());
        assertThat(server.posts()).isEqualTo(2);

        assertThat(late.renew(old).value()).isEqualTo(renewed.value());
        assertThat(server.posts()).isEqualTo(2);
    }

    @Test
    void anApiThatAlwaysRefusesCostsOneRefresh() {
        consented("a");
        AccessTokens user = tokens.managerForStep().forUser("a");
        AccessToken first = user.current();
        AccessToken second = user.renew(first);

        assertThat(second.generation()).isGreaterThan(first.generation());
        assertThat(user.current()).isSameAs(second);
        assertThat(server.posts()).isEqualTo(2);
    }

    @Test
    @Scenario(32)
    void aNineSecondAnswerExpiresFromItsStart() {
        consented("a");
        server.answerOnce((call, out) -> {
            time.pass(Duration.ofSeconds(9));
            server.strict(call, out);
        });

        AccessToken token = current(process(Duration.ofSeconds(30)), "a");

        assertThat(Duration.between(time.instant(), token.expiresAt()))
                .isBetween(Duration.ofSeconds(3580), Duration.ofSeconds(3591));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"expires_in\":0",
                ",\"expires_in\":-5",
                ",\"expires_in\":\"soon\"",
                ",\"expires_in\":\"3600\"",
                ",\"expires_in\":null",
                "",
                ",\"expires_in\":1000000000000",
                ",\"expires_in\":1e999",
                ",\"expires_in\":0.2",
                ",\"expires_in\":{}",
                ",\"expires_in\":99999999999999999999999999999999999999999999"
            })
    @Scenario(34)
    void aMissingOrNonsensicalExpiryIsClampedAndCausesNoRefreshLoop(String expiresIn) {
        consented("a");
        var pair = server.rotation.rotate(storedRefreshToken("a")).orElseThrow();
        server.answerOnce(ScriptedAuthServer.json(
                200,
                "{\"access_token\":\"" + pair.accessToken() + "\",\"refresh_token\":\"" + pair.refreshToken() + "\""
                        + expiresIn + "}"));

        AccessToken token = current(tokens, "a");
        Instant assumed = time.instant().plus(TokenLifetime.ASSUMED);

        for (int i = 0; i < 10; i++) {
            assertThat(current(process(), "a").value()).isEqualTo(token.value());
        }
        assertThat(server.posts()).isEqualTo(1);
        assertThat(Duration.between(time.instant(), token.expiresAt()))
                .isBetween(Duration.ofMinutes(4), Duration.ofHours(24));
        if (expiresIn.isEmpty()) {
            assertThat(token.expiresAt()).isBeforeOrEqualTo(assumed);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html|<html>please log in</html>",
                "application/json|<html>please log in</html>",
                "application/json|{\"access_token\":\"at-cut",
                "application/json|''",
                "application/json|[]",
                "application/json|{\"access_token\":\"at\",\"refresh_token\":17}"
            })
    @Scenario(35)
    void aTwoHundredWithHtmlOrCutJsonIsInDoubt(String contentType, String body) {
        consented("a");
        server.answerOnce(server.rotateThen(ScriptedAuthServer.raw(200, contentType, body)));

        assertInDoubt("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"server_error\"}",
                "{\"error\":\"invalid_grant\",\"error_description\":\"but with a 200\"}",
                "{\"error\":{\"code\":\"invalid_grant\",\"message\":\"m\",\"details\":\"d\"}}",
                "{\"success\":false,\"error\":\"x\",\"access_token\":\"\"}"
            })
    @Scenario(36)
    void aTwoHundredWithAnErrorAndNoAccessTokenIsInDoubt(String body) {
        consented("a");
        server.answerOnce(ScriptedAuthServer.json(200, body));

        assertInDoubt("a");
    }

    @Test
    void tokensAreTakenFromATwoHundredEvenIfItAlsoHasAnEmptyError() {
        consented("a");
        server.answerOnce(answer(",\"error\":null"));

        current(tokens, "a");

        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
    }

    @Test
    void aRefreshTokenWithAnyCharacterIsKept() {
        consented("a");
        server.answerOnce(
                ScriptedAuthServer.json(200, "{\"access_token\":\"at\",\"refresh_token\":\"new é + token\"}"));

        current(tokens, "a");

        assertThat(storedRefreshToken("a")).isEqualTo("new é + token");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    @Scenario(39)
    void aRedirectElsewhereIsNotFollowedAndIsInDoubt(int status) throws IOException {
        try (ScriptedAuthServer elsewhere = new ScriptedAuthServer()) {
            consented("a");
            server.answerOnce(ScriptedAuthServer.raw(
                    status, "text/html", "<html></html>", "Location: " + elsewhere.url() + "/oauth2/token"));

            assertInDoubt("a");
            assertThat(elsewhere.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 502, 503})
    @Scenario(42)
    void anAnswerThatInvitesToRetryAtOnceIsNotSentAgainByItself(int status) {
        consented("a");
        server.answerOnce(ScriptedAuthServer.raw(status, "application/json", "{}", "Retry-After: 0"));

        assertInDoubt("a");
        assertThat(server.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 500})
    void anAnswerThatDoesNotTellWhatHappenedIsInDoubt(int status) {
        consented("a");
        server.answerOnce(ScriptedAuthServer.html(status));

        assertInDoubt("a");
    }

    @Test
    void invalidGrantInAServerErrorIsNotDefinitive() {
        consented("a");
        server.answerOnce(ScriptedAuthServer.json(500, "{\"error\":\"invalid_grant\"}"));

        assertInDoubt("a");
    }

    @Test
    @Scenario(40)
    void anEndlessBodyIsCutAtTheLimitAndInDoubt() {
        consented("a");
        AtomicLong written = new AtomicLong();
        CountDownLatch broken = new CountDownLatch(1);
        server.answerOnce((call, out) -> {
            try {
                out.write(bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
                while (true) {
                    out.write(bytes("400\r\n" + "x".repeat(1024) + "\r\n"));
                    written.addAndGet(1024);
                }
            } finally {
                broken.countDown();
            }
        });
        long start = System.nanoTime();

        assertInDoubt("a");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("not only at the deadline")
                .isLessThan(DEADLINE);
        awaitQuietly(broken);
        // Beside what was read, it is what fits into the buffers of both sockets.
        assertThat(written.get()).isLessThan(16 * 1024 * 1024);
    }

    @Test
    @Scenario(40)
    void aDrippingBodyIsCutAtTheDeadlineAndInDoubt() {
        consented("a");
        server.answerOnce((call, out) -> {
            out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"));
            while (true) {
                out.write(' ');
                out.flush();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        });
        long start = System.nanoTime();

        assertInDoubt("a");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(DEADLINE.minusMillis(50), LEASE);
    }

    @Test
    @Scenario(41)
    void aConnectionDroppedAfterTheSendIsExactlyOnePostOnTheWire() {
        consented("a");
        server.answerOnce(ScriptedAuthServer.drop());

        assertInDoubt("a");
        assertThat(server.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "401, '{\"error\":\"token_inactive\"}'",
        "400, '{\"error\":\"invalid_grant\",\"error_description\":\"x\"}'",
        "400, '{\"error\":{\"code\":\"invalid_grant\",\"message\":\"x\",\"details\":\"y\"}}'"
    })
    @Scenario(37)
    void aDeadGrantConcernsItsUserOnly(int status, String body) {
        consented("a");
        consented("b");
        server.answerOnce(ScriptedAuthServer.json(status, body));

        assertThatExceptionOfType(ReauthorizeException.class)
                .isThrownBy(() -> current(tokens, "a"))
                .satisfies(e -> assertThat(e.httpStatus()).isEqualTo(status))
                .satisfies(e -> assertThat(e.hint()).contains("users import"));
        assertThat(grant("a").state()).isEqualTo(GrantState.REAUTH_REQUIRED);
        assertThat(current(tokens, "b").generation()).isEqualTo(1);
        assertThatExceptionOfType(ReauthorizeException.class).isThrownBy(() -> current(tokens, "a"));
        assertThat(server.posts()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"401, invalid_client", "400, invalid_scope", "400, unauthorized_client"})
    @Scenario(38)
    void aRefusedClientOpensTheBreakerAndChangesNoUser(int status, String code) {
        consented("a");
        consented("b");
        var before = row("a", ALL_BUT_ATTEMPT);
        server.answerOnce(ScriptedAuthServer.json(status, "{\"error\":\"" + code + "\"}"));

        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(() -> current(tokens, "a"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
        assertThatExceptionOfType(SystemicException.class).isThrownBy(() -> current(tokens, "b"));

        assertThat(row("a", ALL_BUT_ATTEMPT)).usingRecursiveComparison().isEqualTo(before);
        assertThat(server.posts()).isEqualTo(1);
        tokens.breaker().reset();
        assertThat(current(tokens, "a").generation()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"400, access_denied", "403, never_heard_of"})
    void anUnknownRefusalBacksOffAndKeepsTheTokens(int status, String code) {
        String refreshToken = consented("a");
        server.answerOnce(ScriptedAuthServer.json(status, "{\"error\":\"" + code + "\"}"));

        assertBacksOff("a", refreshToken, code);
    }

    @Test
    void aRateLimitBacksOffAndKeepsTheTokens() {
        String refreshToken = consented("a");
        server.answerOnce(ScriptedAuthServer.raw(429, "application/json", "{\"error\":\"slow\"}", "Retry-After: 0"));

        assertBacksOff("a", refreshToken, "slow");
    }

    @Test
    void aServerThatCannotBeReachedBacksOffAndKeepsTheTokens() {
        String refreshToken = consented("a");
        server.close();

        assertBacksOff("a", refreshToken, "unreachable");
    }

    @Test
    void aFourthAttemptInANightWaitsForTheNext() {
        consented("a");
        server.answerAlways(ScriptedAuthServer.json(400, "{\"error\":\"access_denied\"}"));
        for (int i = 1; i <= 3; i++) {
            assertThat(catchThrowable(() -> current(tokens, "a"))).isInstanceOf(TransientException.class);
            assertThat(server.posts()).isEqualTo(i);
            time.pass(Duration.ofHours(1));
        }

        assertThat(catchThrowable(() -> current(tokens, "a"))).isInstanceOf(TransientException.class);
        assertThat(server.posts()).isEqualTo(3);
        time.pass(Duration.ofHours(22));
        assertThat(catchThrowable(() -> current(tokens, "a"))).isInstanceOf(TransientException.class);
        assertThat(server.posts()).isEqualTo(4);
    }

    @Test
    void aStopDuringARefreshDoesNotLoseTheRotation() {
        consented("a");
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread worker = new Thread(() -> outcome.complete(catchThrowable(() -> current(tokens, "a"))), "worker");
        server.answerOnce((call, out) -> {
            worker.interrupt();
            server.strict(call, out);
        });
        worker.start();

        Awaitility.await().until(outcome::isDone);

        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
    }

    @Test
    @Scenario(45)
    void aRefreshThatNamesAnotherUserIsKeptInQuarantineAndGivesNoAccess() {
        consented("a");
        server.answerOnce(answer(idToken("{\"sub\":\"b\"}")));

        assertThatExceptionOfType(ReauthorizeException.class)
                .isThrownBy(() -> current(tokens, "a"))
                .satisfies(e -> assertThat(e.code()).isEqualTo("foreign_identity"));
        assertThatExceptionOfType(ReauthorizeException.class).isThrownBy(() -> current(process(), "a"));

        assertThat(grant("a").state()).isEqualTo(GrantState.QUARANTINED);
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
        assertThat(tokens.audit().of("a")).last().satisfies(entry -> {
            assertThat(entry.event()).isEqualTo(AuditEvent.QUARANTINED);
            assertThat(entry.actor()).isEqualTo(Actor.program("refresh"));
        });
        assertThat(server.posts()).isEqualTo(1);
    }

    @Test
    void aReleasedUserIsAskedForAnewAndQuarantinedAgainIfItGoesOn() {
        consented("a");
        server.answerOnce(answer(idToken("{\"sub\":\"b\"}")), answer(idToken("{\"sub\":\"b\"}")));
        assertThat(catchThrowable(() -> current(tokens, "a"))).isInstanceOf(ReauthorizeException.class);

        tokens.lifecycle().release(Optional.of("a"), Actor.operator());
        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
        assertThat(catchThrowable(() -> current(tokens, "a"))).isInstanceOf(ReauthorizeException.class);
        assertThat(grant("a").state()).isEqualTo(GrantState.QUARANTINED);

        tokens.lifecycle().release(Optional.of("a"), Actor.operator());
        assertThat(current(tokens, "a").generation()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"sub\":\"a\"}", "{\"sub\":17}", "{\"sub\":\"\"}", "[]", "not json", "{}"})
    void anIdTokenThatNamesTheUserOrNobodyChangesNothing(String claims) {
        consented("a");
        server.answerOnce(answer(idToken(claims)));

        assertThat(current(tokens, "a").generation()).isEqualTo(1);
        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\"", "\"a.b\"", "\"..\"", "\"a.*.c\"", "17", "null"})
    void anIdTokenThatCannotBeReadIsIgnored(String idToken) {
        consented("a");
        server.answerOnce(answer(",\"id_token\":" + idToken));

        assertThat(current(tokens, "a").generation()).isEqualTo(1);
    }

    private static String idToken(String claims) {
        String payload = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(claims));
        return ",\"id_token\":\"eyJhbGciOiJub25lIn0." + payload + ".c2lnbmF0dXJl\"";
    }

    private ScriptedAuthServer.Script answer(String more) {
        return (call, out) -> ScriptedAuthServer.json(
                        200,
                        server.rotation
                                .rotate(String.valueOf(call.form().get("refresh_token")))
                                .orElseThrow()
                                .json(more))
                .answer(call, out);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertInDoubt(String sub) {
        assertThatExceptionOfType(TransientException.class)
                .isThrownBy(() -> current(tokens, sub))
                .satisfies(e -> assertThat(e.code()).isEqualTo(UserTokens.IN_DOUBT));
        assertThat(grant(sub).state()).isEqualTo(GrantState.IN_DOUBT);
        assertThat(grant(sub).generation()).isZero();
        assertThat(server.posts()).isEqualTo(1);
    }

    private void assertBacksOff(String sub, String refreshToken, String code) {
        assertThatExceptionOfType(TransientException.class)
                .isThrownBy(() -> current(tokens, sub))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
        Grant grant = grant(sub);
        assertThat(grant.state()).isEqualTo(GrantState.ACTIVE);
        assertThat(grant.leaseLive()).isFalse();
        assertThat(grant.failureCount()).isEqualTo(1);
        assertThat(grant.nextAttemptAt().orElseThrow())
                .isBeforeOrEqualTo(time.instant().plusSeconds(30));
        assertThat(storedRefreshToken(sub)).isEqualTo(refreshToken);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
