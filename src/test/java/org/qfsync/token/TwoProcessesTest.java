package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.Scenario;
import org.qfsync.testing.TestDatabase;
import org.qfsync.token.ScriptedAuthServer.Call;

/** Two real processes on one PostgreSQL database, and what arrives at the server from both. */
@Tag("deep")
class TwoProcessesTest extends TokenProcessRig {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private CountDownLatch release = new CountDownLatch(1);

    @Override
    DatabaseProperties database(Path folder) {
        return TestDatabase.postgresWithSchema();
    }

    @BeforeEach
    void holdAgain() {
        release = new CountDownLatch(1);
    }

    @Test
    @Scenario(11)
    void twoProcessesOfOneUserMakeOnePostAndShareTheToken() {
        consented("a");
        server.answerOnce(held(release, server::strict));
        try (TokenProcess one = process();
                TokenProcess two = process()) {
            one.tell("token a");
            awaitPosts(1);
            two.tell("token a");
            two.await("waiting");
            release.countDown();

            assertThat(one.await("token a")).isEqualTo(two.await("token a"));
            assertThat(server.posts()).isEqualTo(1);

            IntStream.range(0, 20).forEach(i -> consented("user-" + i));
            IntStream.range(0, 20).forEach(i -> {
                one.tell("token user-" + i);
                two.tell("token user-" + i);
            });
            for (int i = 0; i < 20; i++) {
                String sub = "token user-" + i + " ";
                assertThat(one.await(sub)).startsWith("1 ").isEqualTo(two.await(sub));
            }
            assertThat(server.posts()).isEqualTo(21);
            assertThat(server.rotation.reuses()).isZero();
        }
    }

    @Test
    @Scenario(16)
    void theLoserThatGetsInvalidRequestReadsTheRowAgainAndReplaysNothing() {
        consented("a");
        CountDownLatch lost = new CountDownLatch(1);
        server.introspectWith(ScriptedAuthServer.json(200, "{\"active\":true}"));
        server.answerOnce(
                held(
                        lost,
                        ScriptedAuthServer.json(
                                400, "{\"error\":\"invalid_request\",\"error_description\":\"please try again\"}")),
                this::rotateAtOnceAndAnswerLate);
        try (TokenProcess loser = process();
                TokenProcess winner = process()) {
            loser.tell("token a");
            awaitPosts(1);
            endLease("a");
            winner.tell("token a");
            awaitPosts(2);
            // The winner has not saved yet: the loser finds its claim in the row, and waits for it.
            lost.countDown();
            loser.await("waiting");
            release.countDown();

            assertThat(loser.await("token a")).startsWith("1 ").isEqualTo(winner.await("token a"));
        }
        assertThat(server.posts()).isEqualTo(2);
        assertThat(server.rotation.reuses()).isZero();
        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
    }

    @Test
    @Scenario(17)
    void aLateAnswerAfterTheLeaseIsSavedIfTheGenerationIsUnchanged() {
        consented("a");
        shortenLease();
        server.answerOnce(held(release, server::strict));
        try (TokenProcess late = process();
                TokenProcess other = process()) {
            late.tell("token a");
            awaitPosts(1);
            Awaitility.await().atMost(PATIENCE).until(() -> !grant("a").leaseLive());
            other.tell("recover");
            assertThat(other.await("recovered")).isEqualTo("1");
            assertThat(grant("a").state()).isEqualTo(GrantState.IN_DOUBT);
            release.countDown();

            String token = late.await("token a");
            other.tell("token a");
            assertThat(other.await("token a")).startsWith("1 ").isEqualTo(token);
        }
        assertThat(server.posts()).isEqualTo(1);
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
    }

    @Test
    @Scenario(18)
    void aConsentInAnotherProcessDuringARefreshIsNotOverwrittenByTheOldAnswer() {
        consented("a");
        server.answerOnce(this::rotateAtOnceAndAnswerLate);
        try (TokenProcess refreshes = process()) {
            refreshes.tell("token a");
            awaitPosts(1);
            String newest = consented("a");
            release.countDown();

            assertThat(refreshes.await("token a")).as("of the new consent").startsWith("2 ");
            assertThat(server.calls().get(1).form()).containsEntry("refresh_token", newest);
        }
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
        assertThat(server.rotation.reuses()).isZero();
    }

    @Test
    @Scenario(19)
    void aDisconnectInAnotherProcessDuringARefreshIsNotUndoneAndTheNewTokenIsRevoked() {
        consented("a");
        server.answerOnce(this::rotateAtOnceAndAnswerLate);
        try (TokenProcess refreshes = process()) {
            refreshes.tell("token a");
            awaitPosts(1);
            // Else the disconnect would wait for the refresh.
            endLease("a");
            Instant eraseAt = Instant.now().plus(Duration.ofDays(30));
            Disconnected said = here(tokens -> tokens.lifecycle().disconnect("a", Actor.operator(), eraseAt));
            assertThat(said.upstream()).isEqualTo("revoked");
            release.countDown();

            refreshes.await("failed a");
        }
        assertThat(grant("a").state()).isEqualTo(GrantState.REVOKED);
        assertThat(grant("a").refreshToken()).isEmpty();
        assertThat(grant("a").accessToken()).isEmpty();
        assertThat(server.revoked())
                .as("the spent token, and the one that came late")
                .hasSize(2)
                .doesNotHaveDuplicates();
        assertThat(server.rotation.standing("a")).isEmpty();
    }

    /** One claims, the other looks whether the claim still stands; either may be the one that is wrong. */
    @Test
    @Scenario(33)
    void aNodeWhoseClockIsFiveMinutesOffFollowsTheDatabasesClockInTheLease() {
        int[][] secondsOff = {{0, 300}, {0, -300}, {300, 0}, {-300, 0}};
        try (TokenProcess claims = process();
                TokenProcess looks = process()) {
            for (int i = 0; i < secondsOff.length; i++) {
                String sub = "user-" + i;
                consented(sub);
                holdAgain();
                server.answerOnce(held(release, server::strict));
                claims.tell("clock " + secondsOff[i][0]);
                claims.tell("token " + sub);
                awaitPosts(i + 1);
                long waited = looks.times("waiting");
                looks.tell("clock " + secondsOff[i][1]);
                looks.tell("token " + sub);
                Awaitility.await().atMost(PATIENCE).until(() -> looks.times("waiting") >= waited + 3);
                assertThat(server.posts()).isEqualTo(i + 1);
                release.countDown();

                String token = "token " + sub + " ";
                assertThat(looks.await(token)).startsWith("1 ").isEqualTo(claims.await(token));
            }
            assertThat(server.posts()).isEqualTo(secondsOff.length);
        }
    }

    private void rotateAtOnceAndAnswerLate(Call call, OutputStream out) throws IOException, InterruptedException {
        var pair = server.rotation.rotate(String.valueOf(call.form().get("refresh_token")));
        release.await();
        ScriptedAuthServer.json(200, pair.orElseThrow().json("")).answer(call, out);
    }

    private void awaitPosts(int posts) {
        Awaitility.await().atMost(PATIENCE).until(() -> server.posts() == posts);
    }
}
