package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.ReauthorizeException;
import org.qfsync.domain.SystemicException;
import org.qfsync.domain.TransientException;
import org.qfsync.store.Database;
import org.qfsync.testing.Scenario;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** What becomes of a grant whose refresh had an unknown outcome, after a crash or a bad answer. */
abstract class RecoveryContract extends TokenRig {
    RecoveryContract(Function<Path, Database> kind) {
        super(kind);
    }

    @Test
    @Scenario(21)
    void aKillBeforeTheClaimLeavesTheGrantUntouched() {
        String refreshToken = consented("a");

        Tokens restarted = process();
        assertThat(restarted.vault().recoverAbandoned()).isZero();

        assertThat(storedRefreshToken("a")).isEqualTo(refreshToken);
        assertThat(current(restarted, "a").generation()).isEqualTo(1);
    }

    @Test
    @Scenario(22)
    void aKillBetweenTheClaimAndThePostIsRecovered() {
        consented("a");
        abandonClaim("a", 0);

        Tokens restarted = process();
        assertThat(restarted.vault().recoverAbandoned()).isEqualTo(1);
        assertThat(grant("a").state()).isEqualTo(GrantState.IN_DOUBT);

        assertThat(current(restarted, "a").generation()).isEqualTo(1);
        assertThat(server.posts()).isEqualTo(1);
        assertThat(grant("a").replayCount()).isZero();
    }

    @Test
    @Scenario(23)
    void aKillAfterTheServerRotatedIsHealedByOneReplayWithinItsGrace() {
        server.rotation.allowGrace();
        server.rotation.rotate(consented("a"));
        abandonClaim("a", 0);

        assertThat(current(process(), "a").generation()).isEqualTo(1);
        assertThat(server.posts()).isEqualTo(1);
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
    }

    @Test
    @Scenario(24)
    void aKillAfterAStrictServerRotatedCostsOneReplayAndThenTheConsent() {
        server.rotation.rotate(consented("a"));
        abandonClaim("a", 0);

        assertThatExceptionOfType(ReauthorizeException.class).isThrownBy(() -> current(process(), "a"));
        assertThatExceptionOfType(ReauthorizeException.class).isThrownBy(() -> current(process(), "a"));

        assertThat(grant("a").state()).isEqualTo(GrantState.REAUTH_REQUIRED);
        assertThat(server.posts()).isEqualTo(1);
        assertThat(server.rotation.reuses()).isEqualTo(1);
    }

    @Test
    void theReplayIsCountedAndCommittedBeforeItIsSent() {
        consented("a");
        abandonClaim("a", 0);
        CopyOnWriteArrayList<Integer> counts = new CopyOnWriteArrayList<>();
        server.answerOnce((call, out) -> {
            counts.add(grant("a").replayCount());
            server.strict(call, out);
        });

        current(tokens, "a");

        assertThat(counts).containsExactly(1);
    }

    @Test
    @Scenario(29)
    void aCrashDuringTheRecoveryLeavesTheReplaySpent() {
        server.rotation.rotate(consented("a"));
        abandonClaim("a", 1);

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(ReauthorizeException.class)
                    .isThrownBy(() -> current(process(), "a"))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("in_doubt_exhausted"));
            assertThat(grant("a").state()).isNotEqualTo(GrantState.REAUTH_REQUIRED);
            process().vault().recoverAbandoned();
        }
        assertThat(server.posts()).isZero();
    }

    @Test
    void aServerErrorOrATimeoutGivesTheReplayBack() {
        consented("a");
        abandonClaim("a", 0);
        server.answerOnce(ScriptedAuthServer.json(503, "{}"), (call, out) -> Thread.sleep(5_000));

        for (int i = 1; i <= 2; i++) {
            assertThatExceptionOfType(TransientException.class).isThrownBy(() -> current(tokens, "a"));
            assertThat(grant("a").state()).isEqualTo(GrantState.IN_DOUBT);
            assertThat(grant("a").replayCount()).isZero();
            assertThat(grant("a").nextAttemptAt()).as("it rests").isPresent();
            endLease("a");
            time.pass(Duration.ofHours(1));
        }

        assertThat(current(tokens, "a").generation()).isEqualTo(1);
        assertThat(server.posts()).isEqualTo(3);
    }

    @Test
    void aDoubtIsRecoveredInTheSameRunAsSoonAsItsLeaseIsOver() {
        consented("a");
        server.answerOnce(ScriptedAuthServer.json(503, "{}"));
        TokenManager step = tokens.managerForStep();
        assertThat(catchThrowable(() -> step.forUser("a").current())).isInstanceOf(TransientException.class);
        assertThat(catchThrowable(() -> step.forUser("a").current()))
                .as("the server may still be at work on it")
                .isInstanceOf(TransientException.class);
        assertThat(server.posts()).isEqualTo(1);

        endLease("a");

        assertThat(step.forUser("a").current().generation()).isEqualTo(1);
        assertThat(step.refreshes()).isEqualTo(2);
    }

    @Test
    void earlierFailuresDoNotDelayTheFirstRecovery() {
        server.rotation.allowGrace();
        consented("a");
        server.answerOnce(
                ScriptedAuthServer.json(429, "{}"),
                ScriptedAuthServer.json(429, "{}"),
                server.rotateThen(ScriptedAuthServer.drop()));
        for (int i = 0; i < 3; i++) {
            assertThat(catchThrowable(() -> current(tokens, "a"))).isInstanceOf(TransientException.class);
            time.pass(Duration.ofHours(1));
        }
        assertThat(grant("a").state()).isEqualTo(GrantState.IN_DOUBT);
        endLease("a");

        assertThat(current(tokens, "a").generation()).isEqualTo(1);
    }

    @Test
    void anActiveTokenByIntrospectionIsRefreshedAndNoReplayIsSpent() {
        consented("a");
        abandonClaim("a", 1);
        server.introspectWith(ScriptedAuthServer.json(200, "{\"active\":true}"));

        assertThat(current(tokens, "a").generation()).isEqualTo(1);
    }

    @Test
    void anInactiveTokenByIntrospectionIsNeverPresented() {
        server.rotation.rotate(consented("a"));
        abandonClaim("a", 0);
        server.introspectWith(ScriptedAuthServer.json(200, "{\"active\":false}"));

        assertThatExceptionOfType(ReauthorizeException.class).isThrownBy(() -> current(tokens, "a"));
        assertThat(grant("a").state()).isEqualTo(GrantState.REAUTH_REQUIRED);
        assertThat(server.posts()).isZero();
    }

    @Test
    void anIntrospectionThatFailsDecidesNothing() {
        consented("a");
        abandonClaim("a", 0);
        server.introspectWith(ScriptedAuthServer.json(500, "{\"active\":false}"));

        assertThat(current(tokens, "a").generation()).isEqualTo(1);
    }

    @Test
    void threeDoubtfulOutcomesInARowOpenTheBreakerAndNoFurtherGrantIsClaimed() {
        server.answerAlways(ScriptedAuthServer.json(502, "{}"));
        for (String sub : new String[] {"a", "b", "c"}) {
            consented(sub);
            assertThatExceptionOfType(TransientException.class).isThrownBy(() -> current(tokens, sub));
        }
        consented("d");
        abandonClaim("d", 0);
        consented("e");

        for (String sub : new String[] {"d", "e"}) {
            assertThatExceptionOfType(SystemicException.class)
                    .isThrownBy(() -> current(tokens, sub))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("authorization_server_unavailable"));
        }
        assertThat(server.calls()).hasSize(3);
        assertThat(grant("e").state()).isEqualTo(GrantState.ACTIVE);
    }

    @Test
    void aDefiniteAnswerEndsARowOfDoubts() {
        server.answerOnce(
                ScriptedAuthServer.json(502, "{}"),
                ScriptedAuthServer.json(502, "{}"),
                ScriptedAuthServer.json(400, "{\"error\":\"access_denied\"}"),
                ScriptedAuthServer.json(502, "{}"),
                ScriptedAuthServer.json(502, "{}"));
        for (String sub : new String[] {"a", "b", "c", "d", "e"}) {
            consented(sub);
            assertThatExceptionOfType(TransientException.class).isThrownBy(() -> current(tokens, sub));
        }
        consented("f");

        assertThat(current(tokens, "f").generation()).isEqualTo(1);
    }

    @Test
    void whoReadTheGrantBeforeAnotherAttemptCannotClaimIt() {
        consented("a");
        Grant stale = grant("a");
        server.answerOnce(ScriptedAuthServer.json(400, "{\"error\":\"access_denied\"}"));
        assertThat(catchThrowable(() -> current(tokens, "a"))).isInstanceOf(TransientException.class);
        assertThat(grant("a").state()).isEqualTo(stale.state());

        time.pass(Duration.ofHours(1));

        assertThat(claims().claim(stale, claim(TokenRun.Purpose.SYNC))).isFalse();
        assertThat(claims().claim(grant("a"), claim(TokenRun.Purpose.SYNC))).isTrue();
        assertThat(grant("a").leaseLive()).isTrue();
    }

    @Test
    void aGrantThatRestsIsNotClaimedBeforeItsTime() {
        consented("a");
        server.answerOnce(ScriptedAuthServer.json(429, "{}"));
        assertThat(catchThrowable(() -> current(tokens, "a"))).isInstanceOf(TransientException.class);

        assertThat(claims().claim(grant("a"), claim(TokenRun.Purpose.SYNC))).isFalse();
        assertThat(claims().claim(grant("a"), claim(TokenRun.Purpose.KEEP_ALIVE)))
                .isFalse();
        time.pass(Duration.ofHours(1));
        assertThat(claims().claim(grant("a"), claim(TokenRun.Purpose.SYNC))).isTrue();
    }

    @Test
    void aGrantThatWasPausedAfterItWasReadIsClaimedOnlyToKeepItAlive() {
        consented("a");
        Grant read = grant("a");
        assertThat(tokens.lifecycle().pause("a", Actor.operator())).isTrue();

        assertThat(claims().claim(read, claim(TokenRun.Purpose.SYNC))).isFalse();
        assertThat(claims().claim(read, claim(TokenRun.Purpose.KEEP_ALIVE))).isTrue();
    }

    @Test
    void aClaimWhoseOwnerDiedIsLeftAloneWhileTheGrantRests() {
        consented("a");
        abandonClaim("a", 0);
        sql("UPDATE ops.user_grant SET next_attempt_at = :next WHERE sub = 'a'")
                .param("next", time.instant().plusSeconds(60).atOffset(ZoneOffset.UTC))
                .update();

        assertThatExceptionOfType(TransientException.class)
                .isThrownBy(() -> current(tokens, "a"))
                .withMessageContaining("not tried again before");
        assertThat(server.posts()).isZero();
    }

    private GrantClaims claims() {
        JdbcTemplate jdbc = new JdbcTemplate(database);
        GrantTransaction transaction =
                new GrantTransaction(new DataSourceTransactionManager(database), opened()::flushDurably);
        return new GrantClaims(JdbcClient.create(jdbc), transaction, new Audit(jdbc, transaction, time, CLIENT));
    }

    private GrantClaims.Claim claim(TokenRun.Purpose purpose) {
        return new GrantClaims.Claim("me", "attempt", LEASE, false, purpose, time.instant());
    }
}
