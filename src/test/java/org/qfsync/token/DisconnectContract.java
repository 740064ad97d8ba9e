package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;
import org.qfsync.store.Database;
import org.qfsync.testing.Scenario;

/** A consent is withdrawn, whatever the server, the database or a refresh under way do meanwhile. */
abstract class DisconnectContract extends TokenRig {
    private static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "amina");
    private static final Duration SHORT_LEASE = Duration.ofSeconds(1);

    private final Instant eraseAt = Instant.parse("2026-10-31T00:00:00Z");

    DisconnectContract(Function<Path, Database> kind) {
        super(kind);
    }

    @Override
    Duration deadline() {
        return Duration.ofSeconds(20);
    }

    @Test
    @Scenario(7)
    void aDisconnectRevokesTheCurrentRefreshTokenAndAgainDoesNothing() {
        consented("a");
        current(tokens, "a");
        String current = storedRefreshToken("a");

        assertThat(disconnect("a")).isEqualTo(new Disconnected(true, false, "revoked"));

        assertThat(server.revoked()).containsExactly(current);
        assertThat(server.rotation.standing("a")).isEmpty();
        assertGone("a");
        assertThat(grant("a").withdrawnAt()).isPresent();
        assertThat(grant("a").eraseAt()).contains(eraseAt);
        assertThat(events("a")).endsWith(AuditEvent.DISCONNECTED, AuditEvent.REVOKED);

        assertThat(disconnect("a")).isEqualTo(new Disconnected(true, true, "nothing to revoke"));
        assertThat(server.revoked()).hasSize(1);
        assertThat(disconnect("nobody")).isEqualTo(new Disconnected(false, false, "nothing to revoke"));
    }

    @ParameterizedTest
    @CsvSource({
        "200, '', revoked",
        "503, '{\"error\":\"server_error\"}', HTTP 503 server_error",
        "403, <html>blocked</html>, HTTP 403 html_error_page",
        "200, <html>log in</html>, HTTP 200 html_error_page",
        "401, '{\"error\":\"invalid_client\"}', HTTP 401 invalid_client",
        "302, '', HTTP 302"
    })
    @Scenario(46)
    void theTokensAreDeletedWhateverTheServerAnswersToOnePost(int status, String body, String said) throws IOException {
        try (ScriptedAuthServer elsewhere = new ScriptedAuthServer()) {
            consented("a");
            server.revokeWith(ScriptedAuthServer.raw(
                    status, "application/json", body, "Location: " + elsewhere.url(), "Retry-After: 0"));

            assertThat(disconnect("a").upstream()).isEqualTo(said);

            assertGone("a");
            assertThat(server.revoked()).hasSize(1);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(elsewhere.connections()).isZero();
        }
    }

    @Test
    @Scenario(46)
    void theTokensAreDeletedIfTheServerSaysNothing() {
        consented("a");
        server.revokeWith(ScriptedAuthServer.drop());

        assertThat(disconnect("a").upstream()).isEqualTo("no answer");

        assertGone("a");
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void theTokensAreDeletedIfTheServerIsNotThere() {
        consented("a");
        server.close();

        assertThat(disconnect("a").upstream()).isEqualTo("not reached");

        assertGone("a");
    }

    @Test
    void aTokenThatDoesNotOpenIsDeletedAllTheSame() {
        consented("a");
        consented("b");
        sql("UPDATE ops.user_grant SET refresh_token_sealed ="
                        + " (SELECT g.refresh_token_sealed FROM ops.user_grant g WHERE g.sub = 'b') WHERE sub = 'a'")
                .update();

        assertThat(disconnect("a").upstream()).contains("does not open");

        assertGone("a");
        assertThat(server.revoked()).isEmpty();
    }

    @Test
    void aDisconnectWaitsForARefreshUnderWayAndRevokesWhatItBrought() {
        consented("a");
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<AccessToken> refresh = heldBack("a", tokens, release);

        CompletableFuture<Disconnected> disconnect = CompletableFuture.supplyAsync(() -> disconnect("a"));
        Awaitility.await().during(Duration.ofMillis(200)).until(() -> !disconnect.isDone());
        release.countDown();

        assertThat(disconnect.join()).isEqualTo(new Disconnected(true, false, "revoked"));
        assertThat(refresh.join().generation()).isEqualTo(1);
        assertThat(server.rotation.standing("a")).isEmpty();
        assertGone("a");
    }

    @Test
    @Scenario(19)
    void aDisconnectDuringARefreshIsNotUndoneByItsLateAnswerWhoseTokenIsRevoked() {
        consented("a");
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<AccessToken> refresh = heldBack("a", tokens, release);
        endLease("a");

        disconnect("a");
        assertThat(server.revoked()).hasSize(1);
        release.countDown();

        assertThat(catchThrowable(refresh::join)).hasCauseInstanceOf(SyncException.class);
        assertGone("a");
        assertThat(server.revoked()).hasSize(2);
        assertThat(server.rotation.standing("a")).isEmpty();
        assertThat(tokens.audit().of("a")).last().satisfies(entry -> {
            assertThat(entry.event()).isEqualTo(AuditEvent.REVOKED);
            assertThat(entry.detail()).contains("after the withdrawal").contains("revoked");
        });
    }

    @Test
    void aRefreshThatNeverEndsDelaysADisconnectByNoMoreThanItsLease() {
        consented("a");
        sql("UPDATE ops.user_grant SET state = 'REFRESHING', attempt_id = 'other',"
                        + " lease_until = CURRENT_TIMESTAMP + INTERVAL '1' HOUR")
                .update();
        Tokens process = process(SHORT_LEASE);
        Thread clock = new Thread(() -> time.pass(Duration.ofMinutes(1)), "clock");
        clock.start();

        assertThat(process.lifecycle().disconnect("a", OPERATOR, eraseAt).upstream())
                .isEqualTo("revoked");

        assertGone("a");
    }

    @Test
    void aLateAnswerThatMeetsAWithdrawalAndADeadDatabaseIsRevokedByTheNextStart() throws IOException {
        consented("a");
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<AccessToken> refresh = heldBack("a", tokens, release);
        endLease("a");
        disconnect("a");
        database.takeDown();
        release.countDown();
        assertThat(catchThrowable(refresh::join)).hasCauseInstanceOf(SystemicException.class);
        database.bringBack();
        assertThat(server.rotation.standing("a")).isPresent();

        process().vault().recoverAbandoned();

        assertThat(server.rotation.standing("a")).isEmpty();
        assertGone("a");
        assertThat(spillFiles()).isEmpty();
    }

    @Test
    void aSpilledTokenIsRevokedWithTheStoredOne() throws IOException {
        String old = consented("a");
        server.answerOnce((call, out) -> {
            database.takeDown();
            server.strict(call, out);
        });
        assertThat(catchThrowable(() -> current(tokens, "a"))).isInstanceOf(SystemicException.class);
        database.bringBack();
        String spilled = server.rotation.standing("a").orElseThrow();
        endLease("a");
        assertThat(spillFiles()).hasSize(1);

        assertThat(disconnect("a").upstream()).isEqualTo("revoked");

        assertThat(server.revoked()).containsExactly(old, spilled);
        assertThat(server.rotation.standing("a")).isEmpty();
        assertThat(spillFiles()).isEmpty();
        assertGone("a");
    }

    @Test
    void aGrantInDoubtIsRevokedWithWhatWeHave() {
        String old = consented("a");
        server.answerOnce(ScriptedAuthServer.json(503, "{}"));
        assertThat(catchThrowable(() -> current(tokens, "a"))).isInstanceOf(SyncException.class);
        endLease("a");

        assertThat(disconnect("a").upstream()).isEqualTo("revoked");

        assertThat(server.revoked()).containsExactly(old);
        assertThat(server.rotation.standing("a")).isEmpty();
        assertGone("a");
    }

    @Test
    void aWithdrawalWhoseProcessDiedIsFinishedByTheNextStart() {
        String token = consented("a");
        sql("UPDATE ops.user_grant SET state = 'REVOKED', withdrawn_at = CURRENT_TIMESTAMP,"
                        + " lease_until = CURRENT_TIMESTAMP - INTERVAL '1' SECOND")
                .update();

        assertThat(process().vault().recoverAbandoned()).isEqualTo(1);
        assertThat(process().vault().recoverAbandoned()).isZero();

        assertThat(server.revoked()).containsExactly(token);
        assertGone("a");
    }

    @Test
    void disconnectsInTwoProcessesAskTheServerOnce() {
        consented("a");
        List<Tokens> processes = List.of(tokens, process());
        server.revokeWith((call, out) -> {
            Thread.sleep(150);
            ScriptedAuthServer.raw(200, "text/plain", "").answer(call, out);
        });

        Set<String> outcomes = ConcurrencyContract.valuesOf(8, i -> {
            Disconnected done = processes.get(i % 2).lifecycle().disconnect("a", OPERATOR, eraseAt);
            return done.alreadyGone() + " " + done.upstream();
        });

        assertThat(outcomes).containsExactlyInAnyOrder("false revoked", "true nothing to revoke");
        assertThat(server.revoked()).hasSize(1);
    }

    @Test
    void noConnectionIsHeldWhileTheServerIsAsked() {
        database.limitTo(1);
        consented("a");
        int[] held = {-1};
        server.revokeWith((call, out) -> {
            held[0] = database.connectionsInUse();
            ScriptedAuthServer.raw(200, "text/plain", "").answer(call, out);
        });

        disconnect("a");

        assertThat(held[0]).isZero();
    }

    @Test
    void aListFromBeforeTheWithdrawalDoesNotBringTheUserBack() {
        Instant before = time.instant();
        String token = consented("a");
        disconnect("a");

        assertThat(tokens.vault().store("a", new Secret(token), Set.of("bookmark"), before))
                .isFalse();
        assertGone("a");
    }

    @Test
    void aConsentAfterTheWithdrawalCounts() {
        consented("a");
        disconnect("a");
        time.pass(Duration.ofSeconds(1));

        consented("a");

        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
        assertThat(grant("a").withdrawnAt()).isEmpty();
        assertThat(grant("a").eraseAt()).isEmpty();
        assertThat(current(tokens, "a").generation()).isEqualTo(2);
    }

    @Test
    void onlyAWithdrawnUserIsForgottenAndThenWholly() throws IOException {
        consented("a");
        assertThat(tokens.lifecycle().forget("a")).isFalse();
        disconnect("a");
        Files.createDirectories(home.resolve("spill"));
        Files.writeString(home.resolve("spill").resolve(spillName("a")), "half a file");
        Files.writeString(home.resolve("spill").resolve(spillName("a") + ".rejected"), "half a file");
        Files.writeString(home.resolve("spill").resolve(spillName("b")), "of somebody else");

        assertThat(tokens.lifecycle().forget("a")).isTrue();

        assertThat(tokens.vault().find("a")).isEmpty();
        assertThat(spillFiles()).extracting(Path::getFileName).hasToString("[" + spillName("b") + "]");
        assertThat(tokens.lifecycle().forget("a")).isFalse();
        consented("a");
        assertThat(current(tokens, "a").generation()).isEqualTo(1);
    }

    @Test
    void anAnswerFromBeforeAnErasureDoesNotEnterTheNextConsent() {
        consented("a");
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<AccessToken> refresh = heldBack("a", tokens, release);
        endLease("a");
        disconnect("a");
        tokens.lifecycle().forget("a");
        time.pass(Duration.ofSeconds(1));
        String newest = consented("a");
        assertThat(grant("a").generation()).isZero();
        release.countDown();

        // The refresh goes on with the consent that stands now.
        assertThat(refresh.join().generation()).isEqualTo(1);
        assertThat(server.calls().stream()
                        .filter(call -> call.path().equals("/oauth2/token"))
                        .reduce((first, last) -> last)
                        .orElseThrow()
                        .form())
                .containsEntry("refresh_token", newest);
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
    }

    @Test
    void aDatabaseThatIsAwayIsSaidAndNothingIsSent() {
        consented("a");
        database.takeDown();

        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(() -> disconnect("a"))
                .satisfies(e -> assertThat(e.code()).isEqualTo("database_away"));

        assertThat(server.calls()).isEmpty();
    }

    private Disconnected disconnect(String sub) {
        return tokens.lifecycle().disconnect(sub, OPERATOR, eraseAt);
    }

    /** A refresh that has reached the server, which answers when it is released. */
    private CompletableFuture<AccessToken> heldBack(String sub, Tokens process, CountDownLatch release) {
        server.answerOnce((call, out) -> {
            var pair = server.rotation
                    .rotate(String.valueOf(call.form().get("refresh_token")))
                    .orElseThrow();
            release.await();
            ScriptedAuthServer.json(200, pair.json("")).answer(call, out);
        });
        CompletableFuture<AccessToken> refresh = CompletableFuture.supplyAsync(() -> current(process, sub));
        Awaitility.await().until(() -> server.posts() == 1);
        return refresh;
    }

    private void assertGone(String sub) {
        Grant grant = grant(sub);
        assertThat(grant.state()).isEqualTo(GrantState.REVOKED);
        assertThat(grant.refreshToken()).isEmpty();
        assertThat(grant.accessToken()).isEmpty();
        assertThat(grant.leaseLive()).isFalse();
    }

    private List<AuditEvent> events(String sub) {
        return tokens.audit().of(sub).stream().map(AuditEntry::event).toList();
    }

    private List<Path> spillFiles() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("spill"))) {
            return files.toList();
        }
    }

    private static String spillName(String sub) {
        return org.qfsync.domain.Fingerprint.of(CLIENT) + "-" + org.qfsync.domain.Fingerprint.longOf(sub) + "-0.spill";
    }
}
