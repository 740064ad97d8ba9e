package org.qfsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.sandbox.QfCaller.Answer;
import tools.jackson.databind.JsonNode;

/** From the authorization request to the code. */
class SandboxAuthorizationTest {
    private Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
    private final String sub = sandbox.subs().skip(12).findFirst().orElseThrow();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private void restart(SandboxOptions options) {
        sandbox.close();
        sandbox = Sandbox.start(options);
    }

    private LoginAttempt attempt() {
        return new LoginAttempt(sandbox);
    }

    @Test
    void consentLeadsBackWithCodeStateAndTheGrantedScopes() {
        URI sentTo = sandbox.approve(attempt().url(), sub);
        assertThat(sentTo.toString()).startsWith("http://127.0.0.1:8765/callback?");
        Map<String, String> answer = LoginAttempt.query(sentTo.toString());
        assertThat(answer).containsEntry("state", LoginAttempt.STATE).containsOnlyKeys("code", "state", "scope");
        assertThat(answer.get("code")).startsWith("ory_ac_");
        assertThat(answer.getOrDefault("scope", "").split(" ", -1))
                .containsExactlyInAnyOrder("openid", "offline_access", "collection", "bookmark");
    }

    @Test
    void whatIsNotTickedIsNotGranted() {
        Set<String> fewer = Set.of("openid", "offline_access", "collection");
        String code = LoginAttempt.query(
                        sandbox.approve(attempt().url(), sub, fewer).toString())
                .getOrDefault("code", "");
        JsonNode tokens = attempt().exchange(code, Map.of()).body();
        assertThat(tokens.path("scope").asString()).isEqualTo("collection offline_access openid");
        QfCaller qf = new QfCaller(sandbox);
        String token = tokens.path("access_token").asString();
        assertThat(qf.get("/auth/v1/collections?first=20", token).status()).isEqualTo(200);
        assertThat(qf.get("/auth/v1/bookmarks?first=20&mushafId=4", token).type())
                .isEqualTo("insufficient_scope");
    }

    @Test
    void denialLeadsBackWithAccessDeniedAndTheState() {
        Map<String, String> answer =
                LoginAttempt.query(sandbox.deny(attempt().url()).toString());
        assertThat(answer)
                .containsEntry("error", "access_denied")
                .containsEntry("state", LoginAttempt.STATE)
                .containsKey("error_description")
                .doesNotContainKey("code");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8765/callback/",
                "http://127.0.0.1:8765/Callback",
                "http://127.0.0.1:8766/callback",
                "http://localhost:8765/callback",
                "https://127.0.0.1:8765/callback",
                "http://127.0.0.1:8765/callback?x=1",
                ""
            })
    void aRedirectUriThatIsNotRegisteredLetterByLetterShowsAPageAndNeverRedirects(String uri) {
        Answer answer = attempt().with("redirect_uri", uri).open();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.raw().headers().firstValue("Location")).isEmpty();
        assertThat(answer.raw().body()).contains("redirect_uri_mismatch").contains("trailing slash");
    }

    @Test
    void anUnknownClientShowsAPageAndNeverRedirects() {
        Answer answer = attempt().with("client_id", "nobody").open();
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.raw().headers().firstValue("Location")).isEmpty();
        assertThat(answer.raw().body()).contains("invalid_client");
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        sandbox.approve(attempt().with("client_id", "nobody").url(), sub))
                .withMessageContaining("No such client");
    }

    @Test
    void anotherRedirectUriCanBeRegisteredBeforeOrWhileItRuns() {
        URI first = URI.create("https://app.example/oauth/callback");
        URI second = URI.create("http://127.0.0.1:9999/oauth/callback?via=app");
        restart(SandboxOptions.defaults().withOAuth(SandboxOAuth.defaults().withRedirectUris(Set.of(first))));
        sandbox.registerRedirectUri(second);
        assertThat(attempt().open().status()).isEqualTo(400);
        assertThat(sandbox.approve(
                                attempt().with("redirect_uri", first.toString()).url(), sub)
                        .toString())
                .startsWith(first + "?code=");
        assertThat(sandbox.approve(
                                attempt()
                                        .with("redirect_uri", second.toString())
                                        .url(),
                                sub)
                        .toString())
                .startsWith(second + "&code=");
    }

    @Test
    void thePortOfALoopbackUriIsFreeWhereTheServerSaysSo() {
        restart(SandboxOptions.defaults().withQuirks(Quirk.ANY_LOOPBACK_PORT));
        assertThat(attempt()
                        .with("redirect_uri", "http://127.0.0.1:40123/callback")
                        .open()
                        .status())
                .isEqualTo(200);
        assertThat(attempt()
                        .with("redirect_uri", "http://127.0.0.1:40123/other")
                        .open()
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "response_type, token, unsupported_response_type",
        "response_mode, fragment, unsupported_response_mode",
        "state, short, invalid_state",
        "scope, openid bokmark, invalid_scope",
        "scope, openid post, invalid_scope",
        "nonce, short, insufficient_entropy",
        "code_challenge_method, plain, invalid_request",
        "code_challenge, too-short, invalid_request",
        "prompt, none, login_required",
        "prompt, none login, invalid_request",
        "prompt, sometimes, invalid_request"
    })
    void whatIsWrongWithTheRestIsToldToTheClient(String parameter, String value, String error) {
        Map<String, String> told = attempt().with(parameter, value).refusal();
        assertThat(told)
                .containsEntry("error", error)
                .containsKey("error_description")
                .containsKey("state");
    }

    @Test
    void aMissingStateIsRefusedToo() {
        assertThat(attempt().without("state").refusal()).containsEntry("error", "invalid_state");
    }

    @Test
    void aChallengeWithoutMethodMeansPlainAndIsRefused() {
        assertThat(attempt().without("code_challenge_method").refusal()).containsEntry("error", "invalid_request");
    }

    @Test
    void aPublicClientNeedsAChallengeAndAConfidentialOneDoesNot() {
        LoginAttempt open = LoginAttempt.ofPublicClient(sandbox).without("code_challenge", "code_challenge_method");
        assertThat(open.refusal()).containsEntry("error", "invalid_request");
        LoginAttempt closed = attempt().without("code_challenge", "code_challenge_method");
        assertThat(closed.exchange(closed.code(sub), Map.of("code_verifier", ""))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aRepeatedParameterIsRefusedOnAPage() {
        Answer answer = new QfCaller(sandbox).get(attempt().url() + "&scope=openid", "none");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.raw().body()).contains("more than once");
    }

    @Test
    void theIssuerIsNamedInTheCallbackWhereTheServerDoesSo() {
        restart(SandboxOptions.defaults().withQuirks(Quirk.ISSUER_IN_CALLBACK));
        JsonNode discovery = new QfCaller(sandbox)
                .get("/.well-known/openid-configuration", "none")
                .body();
        assertThat(discovery
                        .path("authorization_response_iss_parameter_supported")
                        .asBoolean())
                .isTrue();
        assertThat(attempt().approve(sub))
                .containsEntry("iss", discovery.path("issuer").asString());
    }

    @Test
    void theClientsScopesCanBeChanged() {
        sandbox.registerScopes(Set.of("openid", "offline_access", "streak"));
        assertThat(attempt().refusal()).containsEntry("error", "invalid_scope");
        assertThat(attempt().with("scope", "openid streak").approve(sub)).containsEntry("scope", "openid streak");
        JsonNode discovery = new QfCaller(sandbox)
                .get("/.well-known/openid-configuration", "none")
                .body();
        assertThat(discovery.path("scopes_supported").valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(new TreeSet<>(Set.of("openid", "offline_access", "streak")));
    }
}
