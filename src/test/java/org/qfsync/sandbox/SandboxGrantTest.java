package org.qfsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.sandbox.QfCaller.Answer;
import org.qfsync.testing.SettableClock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The life of a grant: how it ages, ends, shrinks and comes back. */
class SandboxGrantTest {
    private static final String COLLECTIONS = "/auth/v1/collections?first=20";

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock();
    private Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withClock(clock));
    private QfCaller qf = new QfCaller(sandbox);
    private final String sub = sandbox.subs().skip(12).findFirst().orElseThrow();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private void restart(SandboxOptions options) {
        sandbox.close();
        sandbox = Sandbox.start(options.withClock(clock));
        qf = new QfCaller(sandbox);
    }

    private String basic() {
        return QfCaller.basic(sandbox.clientId(), sandbox.clientSecret());
    }

    private Answer revoke(String token) {
        return qf.post("/oauth2/revoke", Map.of("token", token), basic());
    }

    private JsonNode introspect(String token) {
        return qf.post("/oauth2/introspect", Map.of("token", token), basic()).body();
    }

    private static String text(JsonNode tokens, String name) {
        return tokens.path(name).asString();
    }

    @Test
    void aRefreshTokenLapsesAfterThirtyDaysUnlessItIsUsed() {
        String used = qf.refreshToken(sub);
        String other = qf.refreshToken(sandbox.subs().skip(13).findFirst().orElseThrow());
        clock.advance(Duration.ofHours(719));
        String rotated = text(qf.refresh(used).body(), "refresh_token");
        clock.advance(Duration.ofHours(719));
        Answer lapsed = qf.refresh(other);
        assertThat(lapsed.status()).isEqualTo(400);
        assertThat(lapsed.error()).isEqualTo("invalid_grant");
        assertThat(introspect(other).path("active").asBoolean()).isFalse();
        Answer renewed = qf.refresh(rotated);
        assertThat(renewed.status()).isEqualTo(200);
        clock.advance(Duration.ofDays(30));
        assertThat(qf.refresh(text(renewed.body(), "refresh_token")).error()).isEqualTo("invalid_grant");
        assertThat(sandbox.consentLines().filter(line -> line.contains(sub))).isEmpty();
        assertThat(sandbox.stats().refreshTokenReuses()).isZero();
    }

    @Test
    void introspectionTellsFieldsAndAges() {
        JsonNode tokens = new LoginAttempt(sandbox).login(sub).body();
        JsonNode refresh = introspect(text(tokens, "refresh_token"));
        assertThat(text(refresh, "sub")).isEqualTo(sub);
        assertThat(text(refresh, "client_id")).isEqualTo(sandbox.clientId());
        assertThat(text(refresh, "scope")).isEqualTo("bookmark collection offline_access openid");
        assertThat(text(refresh, "token_use")).isEqualTo("refresh_token");
        assertThat(refresh.path("exp").asLong() - refresh.path("iat").asLong())
                .isEqualTo(Duration.ofDays(30).toSeconds());
        JsonNode access = introspect(text(tokens, "access_token"));
        assertThat(text(access, "token_use")).isEqualTo("access_token");
        assertThat(access.path("exp").asLong() - access.path("iat").asLong()).isEqualTo(3600);
    }

    @Test
    void introspectionFindsASpentTokenGoodAsLongAsTheGraceLasts() {
        sandbox.graceFor(Duration.ofMinutes(5));
        String original = qf.refreshToken(sub);
        sandbox.addFault(FaultRule.parse("token:lost=1,times=1,sub=" + sub));
        assertThatThrownBy(() -> qf.refresh(original)).isInstanceOf(UncheckedIOException.class);
        assertThat(introspect(original).path("active").asBoolean()).isTrue();
        clock.advance(Duration.ofMinutes(5));
        assertThat(introspect(original).path("active").asBoolean()).isFalse();
    }

    @Test
    void revokingEitherTokenKillsThisGrantAndNoOther() {
        LoginAttempt attempt = new LoginAttempt(sandbox);
        JsonNode first = attempt.login(sub).body();
        JsonNode second = attempt.login(sub).body();
        assertThat(revoke(text(first, "access_token")).status()).isEqualTo(200);
        assertThat(qf.refresh(text(first, "refresh_token")).error()).isEqualTo("invalid_grant");
        assertThat(qf.get(COLLECTIONS, text(second, "access_token")).status()).isEqualTo(200);
        assertThat(revoke(text(second, "refresh_token")).raw().body()).isEmpty();
        assertThat(qf.get(COLLECTIONS, text(second, "access_token")).status()).isEqualTo(401);
        assertThat(sandbox.truth(sub).consented())
                .as("by the grant of the beginning")
                .isTrue();
        assertThat(sandbox.stats().revocations()).isEqualTo(2);
    }

    @Test
    void revokingASpentTokenAnswers200AndRevokesNothing() {
        String original = qf.refreshToken(sub);
        JsonNode rotated = qf.refresh(original).body();
        assertThat(revoke(original).status()).isEqualTo(200);
        assertThat(revoke("ory_rt_made.up").status()).isEqualTo(200);
        assertThat(qf.get(COLLECTIONS, text(rotated, "access_token")).status()).isEqualTo(200);
        assertThat(qf.refresh(text(rotated, "refresh_token")).status()).isEqualTo(200);
        assertThat(sandbox.stats().revocations()).isZero();
    }

    @Test
    void nobodyRevokesOrIntrospectsWithoutProofOfWhoTheyAre() {
        String token = qf.refreshToken(sub);
        for (String path : new String[] {"/oauth2/revoke", "/oauth2/introspect"}) {
            Answer refused = qf.post(path, Map.of("token", token), "");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.error()).isEqualTo("invalid_client");
        }
        assertThat(qf.post("/oauth2/revoke", Map.of("token", token, "client_id", sandbox.publicClientId()), "")
                        .status())
                .as("another client's token is none of its business")
                .isEqualTo(200);
        assertThat(qf.refresh(token).status()).isEqualTo(200);
        assertThat(sandbox.stats().unauthenticated()).isEqualTo(2);
    }

    @Test
    void aRevocationCanFailBeforeOrAfterItIsDone() {
        String token = qf.refreshToken(sub);
        sandbox.addFault(FaultRule.parse("revoke:503=1,times=1"));
        assertThat(revoke(token).status()).isEqualTo(503);
        sandbox.addFault(FaultRule.parse("revoke:reset=1,times=1,sub=" + sub));
        assertThatThrownBy(() -> revoke(token)).isInstanceOf(UncheckedIOException.class);
        assertThat(sandbox.truth(sub).consented()).isTrue();
        sandbox.addFault(FaultRule.parse("revoke:lost=1,times=1"));
        assertThatThrownBy(() -> revoke(token)).isInstanceOf(UncheckedIOException.class);
        assertThat(sandbox.truth(sub).consented()).isFalse();
    }

    @Test
    void aUserInTheMiddleOfANewConsentHasADeadGrantAndAFreshOne() {
        String old = qf.refreshToken(sub);
        sandbox.revoke(sub);
        assertThat(sandbox.consentLine(sub)).isEmpty();
        clock.advance(Duration.ofDays(2));
        sandbox.consent(sub);
        assertThat(qf.refresh(old).error()).isEqualTo("invalid_grant");
        JsonNode line = JsonMapper.shared().readTree(sandbox.consentLine(sub).orElseThrow());
        assertThat(text(line, "refresh_token")).isNotEqualTo(old);
        assertThat(qf.refresh(text(line, "refresh_token")).status()).isEqualTo(200);
    }

    @Test
    void aRefreshCanLoseAScopeForGood() {
        sandbox.addFault(FaultRule.parse("token:narrower=1,times=1,sub=" + sub));
        JsonNode tokens = qf.refresh(qf.refreshToken(sub)).body();
        assertThat(text(tokens, "scope")).contains("collection").doesNotContain("bookmark");
        assertThat(qf.get("/auth/v1/bookmarks?first=20&mushafId=4", text(tokens, "access_token"))
                        .type())
                .isEqualTo("insufficient_scope");
        assertThat(text(qf.refresh(text(tokens, "refresh_token")).body(), "scope"))
                .isEqualTo(text(tokens, "scope"));
    }

    @Test
    void aScopeThatTheClientLostIsNotTheUsersFault() {
        String token = qf.refreshToken(sub);
        sandbox.registerScopes(Set.of("openid", "offline_access", "collection"));
        Answer refused = qf.refresh(token);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("invalid_scope");
        sandbox.registerScopes(SandboxOAuth.defaults().scopes());
        assertThat(qf.refresh(token).status()).as("nothing was spent").isEqualTo(200);
    }

    @Test
    void anErrorCanHaveTheOtherShape() {
        sandbox.addFault(FaultRule.parse("token:nested=1"));
        Answer answer = qf.refresh("ory_rt_made.up");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("error").path("code").asString()).isEqualTo("invalid_grant");
        assertThat(answer.body().path("error").path("message").asString()).isNotBlank();
        assertThat(answer.body().path("error").path("details").asString()).isNotBlank();
        assertThat(qf.refresh(qf.refreshToken(sub)).status()).isEqualTo(200);
    }

    @Test
    void grantsSurviveARestartWithEverythingThatStandsAboutThem() throws IOException {
        SandboxOptions options = SandboxOptions.defaults().withStateFile(folder.resolve("state.jsonl"));
        restart(options);
        String untouched = qf.refreshToken(sandbox.subs().skip(13).findFirst().orElseThrow());
        JsonNode tokens = new LoginAttempt(sandbox)
                .with("scope", "openid offline_access collection.read")
                .login(sub)
                .body();
        String line = sandbox.consentLine(sub).orElseThrow();
        assertThat(Files.readString(folder.resolve("state.jsonl"))).doesNotContain("ory_", sub);
        clock.advance(Duration.ofDays(20));

        restart(options);

        assertThat(sandbox.consentLine(sub)).contains(line);
        JsonNode refreshed = qf.refresh(text(tokens, "refresh_token")).body();
        assertThat(text(refreshed, "scope")).isEqualTo("collection.read offline_access openid");
        assertThat(sandbox.truth(sub).scopes())
                .containsExactlyInAnyOrder("openid", "offline_access", "collection.read");
        clock.advance(Duration.ofDays(11));
        assertThat(qf.refresh(untouched).error())
                .as("it ages from the first start on")
                .isEqualTo("invalid_grant");

        restart(options);

        assertThat(qf.refresh(text(refreshed, "refresh_token")).status())
                .as("its age begins at the rotation")
                .isEqualTo(200);
        sandbox.revoke(sub);
        restart(options);
        assertThat(sandbox.truth(sub).consented()).isFalse();
    }

    @Test
    void aStateFileOfTheFirstVersionIsStillUnderstood() throws IOException {
        Path file = folder.resolve("state.jsonl");
        Files.writeString(file, """
                {"event":"world","world":"seed 42, 25 users, MIXED"}
                {"event":"grant","client":0,"user":12,"generation":3,"revoked":false}
                """);
        restart(SandboxOptions.defaults().withStateFile(file));
        assertThat(sandbox.truth(sub).scopes()).contains("collection", "bookmark");
        assertThat(qf.refresh(qf.refreshToken(sub)).status()).isEqualTo(200);
    }
}
