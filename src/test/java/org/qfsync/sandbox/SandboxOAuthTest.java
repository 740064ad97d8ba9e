package org.qfsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.qfsync.sandbox.QfCaller.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SandboxOAuthTest {
    private static final String COLLECTIONS = "/auth/v1/collections?first=20";

    private Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
    private QfCaller qf = new QfCaller(sandbox);
    private final String sub = sandbox.subs().skip(12).findFirst().orElseThrow();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private void restart(SandboxOptions options) {
        sandbox.close();
        sandbox = Sandbox.start(options);
        qf = new QfCaller(sandbox);
    }

    @Test
    void clientCredentialsGiveAnAppTokenWithoutRefreshToken() {
        Answer answer = qf.token(Map.of("grant_type", "client_credentials", "scope", "content"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("token_type").asString()).isEqualTo("bearer");
        assertThat(answer.body().path("expires_in").asInt()).isBetween(3599, 3600);
        assertThat(answer.body().path("scope").asString()).isEqualTo("content");
        assertThat(answer.body().has("refresh_token")).isFalse();
        assertThat(answer.raw().headers().firstValue("Date")).isPresent();
    }

    @Test
    void aSecretThatWasNotFormEncodedIsRefused() {
        String raw = QfCaller.basicOf(sandbox.clientId() + ":" + sandbox.clientSecret());
        Answer answer = qf.post("/oauth2/token", Map.of("grant_type", "client_credentials", "scope", "content"), raw);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.error()).isEqualTo("invalid_client");
        assertThat(sandbox.clientSecret()).contains("+", "%", ":", "é", " ");
    }

    @Test
    void aSecretInTheBodyOrNoneAtAllIsRefused() {
        Map<String, String> inBody = Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                sandbox.clientId(),
                "client_secret",
                sandbox.clientSecret());
        assertThat(qf.post("/oauth2/token", inBody, "").error()).isEqualTo("invalid_client");
        Map<String, String> none = Map.of("grant_type", "client_credentials", "client_id", sandbox.clientId());
        assertThat(qf.post("/oauth2/token", none, "").status()).isEqualTo(401);
    }

    @Test
    void unknownScopesAndGrantTypesAreRefused() {
        assertThat(qf.token(Map.of("grant_type", "client_credentials", "scope", "note"))
                        .error())
                .isEqualTo("invalid_scope");
        assertThat(qf.token(Map.of("grant_type", "password")).error()).isEqualTo("unsupported_grant_type");
        assertThat(qf.token(Map.of()).error()).isEqualTo("invalid_request");
    }

    @Test
    void aRefreshRotatesAndKillsTheEarlierAccessToken() {
        JsonNode first = qf.refresh(qf.refreshToken(sub)).body();
        String firstAccess = first.path("access_token").asString();
        assertThat(qf.get(COLLECTIONS, firstAccess).status()).isEqualTo(200);
        Answer second = qf.refresh(first.path("refresh_token").asString());
        assertThat(second.body().path("refresh_token").asString())
                .isNotEqualTo(first.path("refresh_token").asString());
        Answer late = qf.get(COLLECTIONS, firstAccess);
        assertThat(late.status()).isEqualTo(401);
        assertThat(late.type()).isEqualTo("unauthorized");
        assertThat(late.body().path("success").asBoolean(true)).isFalse();
        assertThat(qf.get(COLLECTIONS, second.body().path("access_token").asString())
                        .status())
                .isEqualTo(200);
        assertThat(sandbox.stats().refreshesBySub()).containsExactly(Map.entry(sub, 2L));
        assertThat(sandbox.stats().refreshTokenReuses()).isZero();
    }

    @Test
    void aReplayedRefreshTokenRevokesTheWholeGrant() {
        String original = qf.refreshToken(sub);
        JsonNode current = qf.refresh(original).body();
        Answer replay = qf.refresh(original);
        assertThat(replay.status()).isEqualTo(400);
        assertThat(replay.error()).isEqualTo("invalid_grant");
        assertThat(qf.refresh(current.path("refresh_token").asString()).error()).isEqualTo("invalid_grant");
        assertThat(qf.get(COLLECTIONS, current.path("access_token").asString()).status())
                .isEqualTo(401);
        assertThat(sandbox.stats().refreshTokenReuses()).isEqualTo(1);
        assertThat(sandbox.truth(sub).consented()).isFalse();
    }

    @Test
    void olderServersAnswerAReplayWithTokenInactive() {
        restart(SandboxOptions.defaults().withQuirks(Quirk.TOKEN_INACTIVE_401));
        String original = qf.refreshToken(sub);
        qf.refresh(original);
        assertThat(qf.refresh(original).status()).isEqualTo(401);
        assertThat(qf.refresh(original).error()).isEqualTo("token_inactive");
    }

    @Test
    void withinTheGraceASpentRefreshTokenMintsAnotherPair() {
        sandbox.graceFor(Duration.ofMinutes(5));
        String original = qf.refreshToken(sub);
        qf.refresh(original);
        Answer again = qf.refresh(original);
        assertThat(again.status()).isEqualTo(200);
        assertThat(qf.get(COLLECTIONS, again.body().path("access_token").asString())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void ofManyParallelRefreshesOneWinsAndTheGrantIsRevoked() throws Exception {
        String original = qf.refreshToken(sub);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> calls = IntStream.range(0, 8)
                    .<Callable<Integer>>mapToObj(
                            any -> () -> qf.refresh(original).status())
                    .toList();
            int winners = 0;
            for (Future<Integer> answer : threads.invokeAll(calls)) {
                winners += answer.get() == 200 ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(sandbox.stats().refreshTokenReuses()).isEqualTo(7);
        assertThat(sandbox.truth(sub).consented()).isFalse();
    }

    @Test
    void aTokenOfAnotherClientIsNoGrant() {
        String ofPublic = sandbox.publicConsentLines()
                .map(JsonMapper.shared()::readTree)
                .map(line -> line.path("refresh_token").asString())
                .skip(12)
                .findFirst()
                .orElseThrow();
        assertThat(qf.refresh(ofPublic).error()).isEqualTo("invalid_grant");
        Answer own = qf.post(
                "/oauth2/token",
                Map.of("grant_type", "refresh_token", "refresh_token", ofPublic, "client_id", sandbox.publicClientId()),
                "");
        assertThat(own.status()).isEqualTo(200);
        assertThat(qf.refresh("ory_rt_made.up").error()).isEqualTo("invalid_grant");
    }

    @Test
    void revokingARefreshTokenKillsItsAccessTokenAndIsIdempotent() {
        JsonNode pair = qf.refresh(qf.refreshToken(sub)).body();
        Map<String, String> form = Map.of("token", pair.path("refresh_token").asString());
        String basic = QfCaller.basic(sandbox.clientId(), sandbox.clientSecret());
        assertThat(qf.post("/oauth2/revoke", form, basic).raw().body()).isEmpty();
        assertThat(qf.post("/oauth2/revoke", form, basic).status()).isEqualTo(200);
        assertThat(qf.get(COLLECTIONS, pair.path("access_token").asString()).status())
                .isEqualTo(401);
    }

    @Test
    void introspectionTellsWithoutChangingAnything() {
        String basic = QfCaller.basic(sandbox.clientId(), sandbox.clientSecret());
        String original = qf.refreshToken(sub);
        Answer active = qf.post("/oauth2/introspect", Map.of("token", original), basic);
        assertThat(active.body().path("active").asBoolean()).isTrue();
        assertThat(active.body().path("sub").asString()).isEqualTo(sub);
        qf.refresh(original);
        assertThat(qf.post("/oauth2/introspect", Map.of("token", original), basic)
                        .body()
                        .toString())
                .isEqualTo("{\"active\":false}");
        assertThat(sandbox.truth(sub).consented()).isTrue();
        assertThat(sandbox.stats().refreshTokenReuses()).isZero();
    }

    @Test
    void discoveryNamesAnIssuerThatDoesNotDependOnThePort() {
        Answer answer = qf.get("/.well-known/openid-configuration", "none");
        assertThat(answer.body().path("issuer").asString()).isEqualTo("https://sandbox.qfsync.invalid/seed-42");
        assertThat(answer.body().path("token_endpoint").asString()).isEqualTo(sandbox.baseUrl() + "/oauth2/token");
    }

    @Test
    void expiredAccessTokensAreRefusedWhileRefreshTokensStayGood() {
        JsonNode pair = qf.refresh(qf.refreshToken(sub)).body();
        String app = qf.appToken();
        sandbox.expireAccessToken(sub);
        assertThat(qf.get(COLLECTIONS, pair.path("access_token").asString()).status())
                .isEqualTo(401);
        assertThat(qf.get("/content/api/v4/chapters", app).status()).isEqualTo(200);
        sandbox.expireAccessTokens();
        assertThat(qf.get("/content/api/v4/chapters", app).status()).isEqualTo(401);
        assertThat(qf.refresh(pair.path("refresh_token").asString()).status()).isEqualTo(200);
    }
}
