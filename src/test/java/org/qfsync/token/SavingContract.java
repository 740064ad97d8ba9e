package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;
import org.qfsync.store.Database;
import org.qfsync.testing.Scenario;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A rotated token is stored once, in the right place, whatever happens to the database or to the grant. */
abstract class SavingContract extends TokenRig {
    SavingContract(Function<Path, Database> kind) {
        super(kind);
    }

    @Test
    @Scenario(25)
    void aDatabaseThatIsDownAtTheSaveMakesASpillThatTheNextStartImports() throws IOException {
        consented("a");
        consented("b");
        takeDownDuringTheRefresh();

        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(() -> current(tokens, "a"))
                .satisfies(e -> assertThat(e.code()).isEqualTo("database_away"))
                .satisfies(e -> assertThat(e.hint()).contains("spill"));
        assertThat(spillFiles()).hasSize(1).allMatch(file -> isPrivate(file));
        database.bringBack();
        assertThatExceptionOfType(SystemicException.class)
                .as("the breaker is open")
                .isThrownBy(() -> current(tokens, "b"));

        Tokens restarted = process();
        assertThat(restarted.vault().recoverAbandoned()).isEqualTo(1);

        assertThat(spillFiles()).isEmpty();
        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
        assertThat(current(restarted, "a").generation()).isEqualTo(1);
        assertThat(server.posts()).isEqualTo(1);
        assertThat(restarted.vault().recoverAbandoned()).isZero();
    }

    @Test
    void aDatabaseThatHangsAtTheSaveMakesASpillInsideTheLease() throws IOException {
        consented("a");
        server.answerOnce((call, out) -> {
            database.stall();
            server.strict(call, out);
        });
        long start = System.nanoTime();

        assertThatExceptionOfType(SystemicException.class).isThrownBy(() -> current(tokens, "a"));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LEASE);
        assertThat(spillFiles()).hasSize(1);
        database.bringBack();
        Awaitility.await().until(() -> grant("a").generation() == 1);
        assertThat(process().vault().recoverAbandoned()).as("obsolete by then").isZero();
        assertThat(spillFiles()).isEmpty();
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
    }

    @Test
    void aSpillIsBroughtHomeBeforeADoubtfulTokenIsTouched() throws IOException {
        consented("a");
        takeDownDuringTheRefresh();
        assertThat(catchThrowable(() -> current(tokens, "a"))).isInstanceOf(SystemicException.class);
        database.bringBack();
        endLease("a");

        assertThat(current(process(), "a").generation()).isEqualTo(1);
        assertThat(server.calls()).hasSize(1);
        assertThat(spillFiles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "empty", "altered", "of another user", "without scopes"})
    @Scenario(26)
    void aSpillThatIsNotWholeIsRejectedAndStopsNothing(String damage) throws IOException {
        consented("a");
        takeDownDuringTheRefresh();
        assertThat(catchThrowable(() -> current(tokens, "a"))).isInstanceOf(SystemicException.class);
        database.bringBack();
        Path file = spillFiles().get(0);
        damage(file, damage);
        endLease("a");

        assertThat(process().vault().recoverAbandoned()).as("the doubt alone").isEqualTo(1);

        assertThat(spillFiles())
                .hasSize(1)
                .allMatch(rejected -> rejected.toString().endsWith(".rejected"));
        assertThat(grant("a").state()).isEqualTo(GrantState.IN_DOUBT);
        assertThat(grant("a").generation()).isZero();
        assertThat(process().vault().recoverAbandoned()).isZero();
    }

    @Test
    @Scenario(27)
    void aLostAcknowledgementOfTheCommitIsSeenAsSuccess() throws IOException {
        consented("a");
        server.answerOnce((call, out) -> {
            database.loseAcknowledgements(1);
            server.strict(call, out);
        });

        assertThat(current(tokens, "a").generation()).isEqualTo(1);
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
        assertThat(Files.exists(home.resolve("spill"))).isFalse();
        assertThat(server.posts()).isEqualTo(1);
    }

    @Test
    void aLostAcknowledgementOfTheClaimSendsNothingAndIsRecovered() {
        consented("a");
        database.loseAcknowledgements(1);

        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(() -> current(tokens, "a"))
                .satisfies(e -> assertThat(e.code()).isEqualTo("database_away"));
        assertThat(server.posts()).isZero();
        endLease("a");
        assertThat(current(tokens, "a").generation()).isEqualTo(1);
    }

    @Test
    void aClaimThatTookHalfItsLeaseIsGivenBackBeforeAnythingIsSent() {
        consented("a");
        database.beforeNextCommit(() -> time.pass(LEASE));
        int before = database.commits();

        assertThat(current(tokens, "a").generation()).isEqualTo(1);
        assertThat(server.posts()).isEqualTo(1);
        assertThat(database.commits() - before)
                .as("claim, given back, claim, save")
                .isEqualTo(4);
    }

    @Test
    @Scenario(17)
    void aLateAnswerAfterTheLeaseIsSavedIfTheGenerationIsUnchanged() {
        consented("a");
        server.answerOnce((call, out) -> {
            endLease("a");
            process().vault().recoverAbandoned();
            time.pass(LEASE.multipliedBy(2));
            server.strict(call, out);
        });

        assertThat(current(tokens, "a").generation()).isEqualTo(1);
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"REAUTH_REQUIRED", "QUARANTINED", "PAUSED"})
    void aLateAnswerIsSavedEvenIfTheGrantWasGivenUpOrSetAside(String state) {
        consented("a");
        server.answerOnce((call, out) -> {
            setState("a", state);
            server.strict(call, out);
        });

        current(tokens, "a");

        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
        assertThat(grant("a").state()).hasToString(state.equals("REAUTH_REQUIRED") ? "ACTIVE" : state);
    }

    @Test
    @Scenario(19)
    void aGrantThatWasWithdrawnDuringARefreshIsNotResurrected() {
        consented("a");
        server.answerOnce((call, out) -> {
            setState("a", "REVOKED");
            server.strict(call, out);
        });

        assertThatExceptionOfType(SyncException.class).isThrownBy(() -> current(tokens, "a"));
        assertThat(grant("a").state()).isEqualTo(GrantState.REVOKED);
        assertThat(grant("a").generation()).isZero();
        assertThat(grant("a").accessToken()).isEmpty();
        assertThat(server.rotation.standing("a")).as("revoked upstream").isEmpty();
    }

    @Test
    void aSpillRemembersThatItsTokensNameAnotherUser() {
        consented("a");
        String named = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"sub\":\"b\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        server.answerOnce((call, out) -> {
            database.takeDown();
            ScriptedAuthServer.json(
                            200,
                            server.rotation
                                    .rotate(String.valueOf(call.form().get("refresh_token")))
                                    .orElseThrow()
                                    .json(",\"id_token\":\"h." + named + ".s\""))
                    .answer(call, out);
        });
        assertThat(catchThrowable(() -> current(tokens, "a"))).isInstanceOf(SystemicException.class);
        database.bringBack();

        process().vault().recoverAbandoned();

        assertThat(grant("a").state()).isEqualTo(GrantState.QUARANTINED);
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
    }

    @Test
    @Scenario(18)
    void anAnswerToAnOldTokenCannotOverwriteTheConsentGivenMeanwhile() {
        consented("a");
        String[] newest = new String[1];
        server.answerOnce((call, out) -> {
            ScriptedAuthServer.Script old = ScriptedAuthServer.json(
                    200,
                    server.rotation
                            .rotate(String.valueOf(call.form().get("refresh_token")))
                            .orElseThrow()
                            .json(""));
            newest[0] = consented("a");
            old.answer(call, out);
        });

        AccessToken token = current(tokens, "a");

        assertThat(token.generation()).isEqualTo(2);
        assertThat(server.calls().get(1).form()).containsEntry("refresh_token", newest[0]);
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
    }

    @Test
    void aConsentThatMeetsTheEndOfARefreshIsStoredAllTheSame() {
        consented("a");
        String newest = server.rotation.consent("a");
        // The rotation lands between the reading of the standing grant and the storing of the new one.
        database.beforeConnection(
                2, () -> sql("UPDATE ops.user_grant SET generation = 1").update());

        assertThat(tokens.vault().store("a", new Secret(newest), Set.of(), time.instant()))
                .isTrue();
        assertThat(grant("a").generation()).isEqualTo(2);
        assertThat(storedRefreshToken("a")).isEqualTo(newest);
    }

    @Test
    void theSameConsentImportedAgainDoesNotBringBackASpentToken() {
        var obtainedAt = time.instant();
        String first = server.rotation.consent("a");
        assertThat(tokens.vault().store("a", new Secret(first), Set.of("bookmark"), obtainedAt))
                .isTrue();
        current(tokens, "a");

        assertThat(tokens.vault().store("a", new Secret(first), Set.of("bookmark"), obtainedAt))
                .isFalse();
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
        setState("a", "REAUTH_REQUIRED");
        assertThat(tokens.vault().store("a", new Secret(first), Set.of("bookmark"), obtainedAt))
                .isTrue();
    }

    @Test
    void aRollbackOfTheCallersTransactionDoesNotResurrectASpentToken() {
        consented("a");
        new TransactionTemplate(new DataSourceTransactionManager(database)).executeWithoutResult(status -> {
            sql("UPDATE ops.run_lease SET doing = 'x'").update();
            current(tokens, "a");
            status.setRollbackOnly();
        });

        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
        assertThat(current(process(), "a").generation()).isEqualTo(1);
        assertThat(server.posts()).isEqualTo(1);
    }

    @Test
    @Scenario(48)
    void aCiphertextSwappedBetweenTwoUsersFailsClosedForThemAlone() {
        consented("a");
        consented("b");
        consented("c");
        sql("UPDATE ops.user_grant SET refresh_token_sealed ="
                        + " (SELECT g.refresh_token_sealed FROM ops.user_grant g WHERE g.sub = 'a') WHERE sub = 'b'")
                .update();

        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> current(tokens, "b"))
                .satisfies(e -> assertThat(e.code()).isEqualTo("token_unreadable"));
        assertThat(server.posts()).isZero();
        assertThat(grant("b").state()).isEqualTo(GrantState.ACTIVE);
        assertThat(current(tokens, "c").generation()).isEqualTo(1);
    }

    @Test
    @Scenario(16)
    void theLoserOfARaceThatGetsInvalidRequestReadsTheRowAgainAndReplaysNothing() {
        consented("a");
        CountDownLatch won = new CountDownLatch(1);
        server.introspectWith(ScriptedAuthServer.json(200, "{\"active\":true}"));
        server.answerOnce((call, out) -> {
            won.await();
            ScriptedAuthServer.json(400, "{\"error\":\"invalid_request\",\"error_description\":\"try again\"}")
                    .answer(call, out);
        });
        // A deadline must not end the loser's wait first.
        CompletableFuture<AccessToken> loser = CompletableFuture.supplyAsync(() -> current(tokens, "a"));
        Awaitility.await().until(() -> server.posts() == 1);
        endLease("a");
        AccessToken winner = current(process(), "a");
        won.countDown();

        assertThat(loser.join().value()).isEqualTo(winner.value());
        assertThat(server.posts()).isEqualTo(2);
        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
    }

    private void takeDownDuringTheRefresh() {
        server.answerOnce((call, out) -> {
            database.takeDown();
            server.strict(call, out);
        });
    }

    private void setState(String sub, String state) {
        String set = switch (state) {
            case "PAUSED" -> "paused_at = CURRENT_TIMESTAMP";
            case "QUARANTINED" -> "quarantined_at = CURRENT_TIMESTAMP";
            default -> "state = '" + state + "'";
        };
        sql("UPDATE ops.user_grant SET " + set + " WHERE sub = :sub")
                .param("sub", sub)
                .update();
    }

    private List<Path> spillFiles() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("spill"))) {
            return files.toList();
        }
    }

    private static boolean isPrivate(Path file) {
        try {
            return java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                    .equals("rw-------");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void damage(Path file, String damage) throws IOException {
        String whole = Files.readString(file);
        Files.writeString(
                file,
                switch (damage) {
                    case "cut" -> whole.substring(0, whole.length() / 2);
                    case "empty" -> "";
                    case "altered" -> whole.replaceFirst("\"refreshToken\":\"AQ?.", "\"refreshToken\":\"BB");
                    case "of another user" -> whole.replace("\"sub\":\"a\"", "\"sub\":\"b\"");
                    default -> whole.replaceFirst("\"scopes\":\\[[^]]*]", "\"scopes\":null");
                });
    }
}
