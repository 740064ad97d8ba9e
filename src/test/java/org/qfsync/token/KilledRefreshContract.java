package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.ReauthorizeException;
import org.qfsync.testing.Scenario;
import org.qfsync.token.ScriptedAuthServer.Call;

/** {@code kill -9} of a process at each point of a refresh, and what the next process makes of what is left. */
abstract class KilledRefreshContract extends TokenProcessRig {
    private final CountDownLatch never = new CountDownLatch(1);

    @Test
    @Scenario(21)
    void aKillBeforeTheClaimIsCommittedLeavesTheGrantUntouched() {
        String refreshToken = consented("a");
        killedWhileHolding("claim");

        assertThat(server.posts()).isZero();
        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
        assertThat(grant("a").attemptId()).isEmpty();
        assertThat(grant("a").leaseUntil()).isEmpty();
        assertThat(storedRefreshToken("a")).isEqualTo(refreshToken);
        int recovered = here(tokens -> tokens.vault().recoverAbandoned());
        assertThat(recovered).isZero();
        assertThat(tokenHere("a").generation()).isEqualTo(1);
    }

    /** The next process waits for the end of the lease by itself. */
    @Test
    @Scenario(22)
    @Tag("deep")
    void aKillAfterTheClaimAndBeforeThePostIsRecovered() {
        consented("a");
        shortenLease();
        killedWhileHolding("post");

        assertThat(server.posts()).isZero();
        assertThat(grant("a").state()).isEqualTo(GrantState.REFRESHING);
        assertThat(tokenHere("a").generation()).isEqualTo(1);
        assertThat(server.posts()).isEqualTo(1);
        assertThat(server.rotation.reuses()).isZero();
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
    }

    @Test
    @Scenario(23)
    void aKillAfterTheServerRotatedIsHealedByOneReplayWithinItsGrace() throws Exception {
        server.rotation.allowGrace();
        consented("a");
        killedInARequest(this::rotate);

        assertThat(grant("a").state()).isEqualTo(GrantState.REFRESHING);
        endLease("a");
        assertThat(tokenHere("a").generation()).isEqualTo(1);
        assertThat(server.posts()).isEqualTo(2);
        assertThat(server.rotation.reuses()).as("one replay").isEqualTo(1);
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
        assertThat(grant("a").replayCount()).isZero();
    }

    @Test
    @Scenario(24)
    @Tag("deep")
    void aKillAfterAStrictServerRotatedCostsOneReplayAtMostAndThenTheConsent() throws Exception {
        consented("a");
        killedInARequest(this::rotate);

        endLease("a");
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(ReauthorizeException.class).isThrownBy(() -> tokenHere("a"));
            assertThat(grant("a").state()).isEqualTo(GrantState.REAUTH_REQUIRED);
        }
        assertThat(server.posts()).isEqualTo(2);
        assertThat(server.rotation.reuses()).isEqualTo(1);
    }

    @Test
    @Scenario(24)
    void aKillBetweenTheAnswerAndTheSaveIsNoOtherThanALostAnswer() {
        consented("a");
        killedWhileHolding("save");

        assertThat(grant("a").generation()).isZero();
        endLease("a");
        assertThatExceptionOfType(ReauthorizeException.class).isThrownBy(() -> tokenHere("a"));
        assertThat(server.posts()).isEqualTo(2);
        assertThat(grant("a").state()).isEqualTo(GrantState.REAUTH_REQUIRED);
    }

    /** A process whose database is away when it must save leaves the tokens on disk, and may then die. */
    @Test
    @Scenario(25)
    void aKillAfterTheSpillLosesNothingAndTheNextStartImportsIt() {
        consented("a");
        shortenLease();
        try (TokenProcess killed = process()) {
            killed.tell("lose");
            killed.tell("token a");
            assertThat(killed.await("failed a")).isEqualTo("database_away");
            killed.kill();
        }

        assertThat(grant("a").generation()).isZero();
        int recovered = here(tokens -> tokens.vault().recoverAbandoned());
        assertThat(recovered).isEqualTo(1);
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
        assertThat(tokenHere("a").generation()).isEqualTo(1);
        assertThat(server.posts()).isEqualTo(1);
    }

    @Test
    @Scenario(28)
    void aKillRightAfterTheSaveKeepsTheRotatedToken() {
        consented("a");
        String[] handedOut;
        try (TokenProcess killed = process()) {
            killed.tell("token a");
            handedOut = killed.await("token a").split(" ");
            killed.kill();
        }

        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
        assertThat(grant("a").generation()).isEqualTo(Long.parseLong(handedOut[0]));
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
        assertThat(Fingerprint.of(tokenHere("a").value())).isEqualTo(handedOut[1]);
        assertThat(server.posts()).isEqualTo(1);
    }

    @Test
    @Scenario(29)
    @Tag("deep")
    void aCrashDuringTheRecoveryLeavesTheReplayBudgetAtOne() throws Exception {
        consented("a");
        killedInARequest(this::rotate);
        endLease("a");
        killedInARequest(call -> {});
        assertThat(grant("a").replayCount()).isEqualTo(1);

        for (int i = 0; i < 2; i++) {
            endLease("a");
            assertThatExceptionOfType(ReauthorizeException.class)
                    .isThrownBy(() -> tokenHere("a"))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("in_doubt_exhausted"));
        }
        assertThat(server.posts()).as("the refresh and its one replay").isEqualTo(2);
    }

    private void killedWhileHolding(String place) {
        try (TokenProcess killed = process()) {
            killed.tell("hold " + place);
            killed.tell("token a");
            killed.await("holding");
            killed.kill();
        }
    }

    /** Killed once its request has arrived and the server has dealt with it; an answer is not given. */
    private void killedInARequest(Consumer<Call> serverDeals) throws InterruptedException {
        CountDownLatch dealt = new CountDownLatch(1);
        server.answerOnce((call, out) -> {
            serverDeals.accept(call);
            dealt.countDown();
            never.await();
        });
        try (TokenProcess killed = process()) {
            killed.tell("token a");
            assertThat(dealt.await(40, TimeUnit.SECONDS)).as(killed.output()).isTrue();
            killed.kill();
        }
    }

    private void rotate(Call call) {
        server.rotation.rotate(String.valueOf(call.form().get("refresh_token")));
    }
}
