package org.qfsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.sandbox.QfCaller.Answer;
import org.qfsync.testing.SettableClock;
import tools.jackson.databind.JsonNode;

/** From the code to the tokens. */
class SandboxCodeTest {
    private static final String COLLECTIONS = "/auth/v1/collections?first=20";

    private final SettableClock clock = new SettableClock();
    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withClock(clock));
    private final QfCaller qf = new QfCaller(sandbox);
    private final LoginAttempt attempt = new LoginAttempt(sandbox);
    private final String sub = sandbox.subs().skip(12).findFirst().orElseThrow();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void aCodeGivesAccessRefreshAndIdToken() {
        Answer answer = attempt.login(sub);
        assertThat(answer.status()).isEqualTo(200);
        JsonNode tokens = answer.body();
        assertThat(tokens.path("token_type").asString()).isEqualTo("bearer");
        assertThat(tokens.path("expires_in").asInt()).isBetween(3599, 3600);
        assertThat(tokens.path("scope").asString()).isEqualTo("bookmark collection offline_access openid");
        assertThat(tokens.path("refresh_token").asString()).startsWith("ory_rt_");
        assertThat(tokens.has("id_token")).isTrue();
        assertThat(qf.get(COLLECTIONS, tokens.path("access_token").asString()).status())
                .isEqualTo(200);
        assertThat(qf.refresh(tokens.path("refresh_token").asString()).status()).isEqualTo(200);
    }

    @Test
    void withoutOfflineAccessThereIsNoRefreshTokenAndWithoutOpenidNoIdToken() {
        JsonNode tokens = attempt.with("scope", "collection.read").login(sub).body();
        assertThat(tokens.has("access_token")).isTrue();
        assertThat(tokens.has("refresh_token")).isFalse();
        assertThat(tokens.has("id_token")).isFalse();
    }

    @Test
    void aCodeThatIsUsedAgainClosesWhatItHadOpened() {
        String code = attempt.code(sub);
        JsonNode tokens = attempt.exchange(code, Map.of()).body();
        Answer replay = attempt.exchange(code, Map.of());
        assertThat(replay.status()).isEqualTo(400);
        assertThat(replay.error()).isEqualTo("invalid_grant");
        assertThat(qf.get(COLLECTIONS, tokens.path("access_token").asString()).status())
                .isEqualTo(401);
        assertThat(qf.refresh(tokens.path("refresh_token").asString()).error()).isEqualTo("invalid_grant");
        assertThat(sandbox.stats().codeReplays()).isEqualTo(1);
        assertThat(qf.refresh(qf.refreshToken(sub)).status())
                .as("the grant of the beginning is another one")
                .isEqualTo(200);
    }

    @Test
    void ofManyParallelExchangesOneWinsAndIsThenClosed() throws Exception {
        String code = attempt.code(sub);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Answer>> calls = IntStream.range(0, 8)
                    .<Callable<Answer>>mapToObj(any -> () -> attempt.exchange(code, Map.of()))
                    .toList();
            int winners = 0;
            for (Future<Answer> answer : threads.invokeAll(calls)) {
                if (answer.get().status() == 200) {
                    winners++;
                    String refreshToken =
                            answer.get().body().path("refresh_token").asString();
                    assertThat(qf.refresh(refreshToken).error()).isEqualTo("invalid_grant");
                }
            }
            assertThat(winners).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aCodeBelongsToItsClientItsRedirectUriAndItsVerifier() {
        String code = attempt.code(sub);
        LoginAttempt other = LoginAttempt.ofPublicClient(sandbox);
        assertThat(other.exchange(code, Map.of()).error()).isEqualTo("invalid_grant");
        assertThat(attempt.exchange(code, Map.of("redirect_uri", "http://127.0.0.1:8765/callback/"))
                        .error())
                .isEqualTo("invalid_grant");
        assertThat(attempt.exchange(code, Map.of("redirect_uri", " ")).error()).isEqualTo("invalid_grant");
        assertThat(attempt.exchange(code, Map.of()).status()).isEqualTo(200);
        assertThat(sandbox.stats().codeReplays()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "another-verifier-of-more-than-forty-three-characters",
                "short",
                "a verifier with spaces that is long enough for the rest",
                " "
            })
    void aWrongVerifierBurnsTheCode(String verifier) {
        String code = attempt.code(sub);
        assertThat(attempt.exchange(code, Map.of("code_verifier", verifier)).error())
                .isEqualTo("invalid_grant");
        assertThat(attempt.exchange(code, Map.of()).error()).isEqualTo("invalid_grant");
    }

    @Test
    void aVerifierThatNobodyAskedForIsRefused() {
        LoginAttempt bare = attempt.without("code_challenge", "code_challenge_method");
        assertThat(bare.exchange(bare.code(sub), Map.of()).error()).isEqualTo("invalid_grant");
    }

    @Test
    void aCodeLivesForTenMinutes() {
        String early = attempt.code(sub);
        String late = attempt.code(sub);
        clock.advance(Duration.ofMinutes(9).plusSeconds(50));
        assertThat(attempt.exchange(early, Map.of()).status()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(10));
        assertThat(attempt.exchange(late, Map.of()).error()).isEqualTo("invalid_grant");
        assertThat(attempt.exchange("ory_ac_made.up", Map.of()).error()).isEqualTo("invalid_grant");
        assertThat(attempt.exchange("", Map.of()).error()).isEqualTo("invalid_request");
    }

    @Test
    void aConfidentialClientProvesItselfByHttpBasicAndNotOtherwise() {
        Map<String, String> bare = Map.of(
                "grant_type", "authorization_code",
                "code", attempt.code(sub),
                "redirect_uri", SandboxOAuth.LOOPBACK.toString(),
                "code_verifier", LoginAttempt.VERIFIER,
                "client_id", sandbox.clientId());
        Answer silent = qf.post("/oauth2/token", bare, "");
        assertThat(silent.status()).isEqualTo(401);
        assertThat(silent.error()).isEqualTo("invalid_client");
        Map<String, String> posted = new HashMap<>(bare);
        posted.put("client_secret", sandbox.clientSecret());
        assertThat(qf.post("/oauth2/token", posted, "").error()).isEqualTo("invalid_client");
        assertThat(qf.post("/oauth2/token", bare, QfCaller.basic(sandbox.clientId(), "wrong"))
                        .status())
                .isEqualTo(401);
        assertThat(sandbox.stats().unauthenticated()).isEqualTo(3);
        assertThat(qf.post("/oauth2/token", bare, QfCaller.basic(sandbox.clientId(), sandbox.clientSecret()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aPublicClientProvesItselfByItsVerifierAlone() {
        LoginAttempt open = LoginAttempt.ofPublicClient(sandbox);
        Answer answer = open.login(sub);
        assertThat(answer.status()).isEqualTo(200);
        String refreshToken = answer.body().path("refresh_token").asString();
        assertThat(qf.refresh(refreshToken).error()).as("by the other client").isEqualTo("invalid_grant");
        Map<String, String> form = Map.of(
                "grant_type", "refresh_token", "refresh_token", refreshToken, "client_id", sandbox.publicClientId());
        assertThat(qf.post("/oauth2/token", form, "").status()).isEqualTo(200);
    }

    @Test
    void aNewConsentLeavesTheOldGrantAlone() {
        String old = qf.refreshToken(sub);
        JsonNode tokens = attempt.login(sub).body();
        JsonNode rotated = qf.refresh(old).body();
        assertThat(qf.refresh(old).error()).isEqualTo("invalid_grant");
        assertThat(qf.refresh(rotated.path("refresh_token").asString()).error())
                .as("the reuse ended the old grant")
                .isEqualTo("invalid_grant");
        assertThat(qf.refresh(tokens.path("refresh_token").asString()).status())
                .as("and not the new one")
                .isEqualTo(200);
        assertThat(sandbox.truth(sub).consented()).isTrue();
    }

    @Test
    void errorsHaveHydrasForm() {
        Answer answer = attempt.exchange("ory_ac_made.up", Map.of());
        assertThat(answer.body().propertyNames())
                .containsExactly("error", "error_description", "error_hint", "status_code");
        assertThat(answer.body().path("status_code").asInt()).isEqualTo(400);
    }
}
