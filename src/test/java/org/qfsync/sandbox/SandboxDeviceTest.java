package org.qfsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.qfsync.sandbox.QfCaller.Answer;
import org.qfsync.testing.SettableClock;
import tools.jackson.databind.JsonNode;

/** The grant for devices without a browser. */
class SandboxDeviceTest {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final SettableClock clock = new SettableClock();
    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withClock(clock));
    private final QfCaller qf = new QfCaller(sandbox);
    private final String basic = QfCaller.basic(sandbox.clientId(), sandbox.clientSecret());
    private final String sub = sandbox.subs().skip(12).findFirst().orElseThrow();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private JsonNode begin() {
        Answer answer = qf.post("/oauth2/device/auth", Map.of("scope", "openid offline_access collection"), basic);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    private Answer poll(JsonNode begun) {
        return qf.token(Map.of(
                "grant_type",
                TokenEndpoint.DEVICE_GRANT,
                "device_code",
                begun.path("device_code").asString()));
    }

    private static URI complete(JsonNode begun) {
        return URI.create(begun.path("verification_uri_complete").asString());
    }

    @Test
    void aDeviceWaitsUntilThePersonAllowsItElsewhere() {
        JsonNode begun = begin();
        assertThat(begun.path("verification_uri").asString()).isEqualTo(sandbox.baseUrl() + "/oauth2/device/verify");
        assertThat(begun.path("user_code").asString()).matches("[B-Z]{4}-?[B-Z]{4}");
        assertThat(begun.path("interval").asInt()).isEqualTo(5);
        assertThat(begun.path("expires_in").asInt()).isEqualTo(600);
        Answer pending = poll(begun);
        assertThat(pending.status()).isEqualTo(400);
        assertThat(pending.error()).isEqualTo("authorization_pending");

        URI done = sandbox.approve(complete(begun), sub, Set.of("openid", "offline_access"));

        assertThat(qf.get(done.getPath(), "none").raw().body()).contains("Go back to your device");
        clock.advance(INTERVAL);
        JsonNode tokens = poll(begun).body();
        assertThat(tokens.path("scope").asString()).isEqualTo("offline_access openid");
        assertThat(tokens.has("id_token")).isTrue();
        assertThat(qf.refresh(tokens.path("refresh_token").asString()).status()).isEqualTo(200);
    }

    @Test
    void thePersonTypesTheCodeInWhateverCaseAndComparesItBeforeConsent() {
        JsonNode begun = begin();
        String code = begun.path("user_code").asString();
        Answer form = qf.get("/oauth2/device/verify", "none");
        assertThat(form.raw().body()).contains("<label for=\"user_code\">", "name=\"user_code\"");
        assertThat(qf.get("/oauth2/device/verify?user_code=WRONG", "none").status())
                .isEqualTo(400);
        String typed = code.toLowerCase(Locale.ROOT).replace("-", "");
        String page =
                qf.get("/oauth2/device/verify?user_code=" + typed, "none").raw().body();
        assertThat(page).contains("only if your device shows the code " + code);
    }

    @Test
    void whoAsksTooOftenIsToldToSlowDownAndHasToFromThenOn() {
        JsonNode begun = begin();
        assertThat(poll(begun).error()).isEqualTo("authorization_pending");
        assertThat(poll(begun).error()).isEqualTo("slow_down");
        sandbox.approve(complete(begun), sub);
        clock.advance(INTERVAL);
        assertThat(poll(begun).error()).as("ten seconds by now").isEqualTo("slow_down");
        clock.advance(Duration.ofSeconds(15));
        assertThat(poll(begun).status()).isEqualTo(200);
    }

    @Test
    void denialAndAgeEndTheWaiting() {
        JsonNode denied = begin();
        sandbox.deny(complete(denied));
        assertThat(poll(denied).error()).isEqualTo("access_denied");
        JsonNode late = begin();
        clock.advance(Duration.ofMinutes(10));
        assertThat(poll(late).error()).isEqualTo("expired_token");
        assertThat(qf.get(complete(late).getPath() + "?" + complete(late).getQuery(), "none")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aDeviceCodeWorksOnceAndForItsClientAlone() {
        JsonNode begun = begin();
        sandbox.approve(complete(begun), sub);
        Map<String, String> form = new HashMap<>();
        form.put("grant_type", TokenEndpoint.DEVICE_GRANT);
        form.put("device_code", begun.path("device_code").asString());
        form.put("client_id", sandbox.publicClientId());
        assertThat(qf.post("/oauth2/token", form, "").error()).isEqualTo("invalid_grant");
        JsonNode tokens = poll(begun).body();
        assertThat(poll(begun).error()).isEqualTo("invalid_grant");
        assertThat(qf.refresh(tokens.path("refresh_token").asString()).error())
                .as("the second use closed it")
                .isEqualTo("invalid_grant");
        assertThat(qf.get(complete(begun).getPath() + "?" + complete(begun).getQuery(), "none")
                        .status())
                .isEqualTo(400);
        assertThat(qf.token(Map.of("grant_type", TokenEndpoint.DEVICE_GRANT)).error())
                .isEqualTo("invalid_request");
    }

    @Test
    void aDeviceNeedsAKnownClientAndApprovedScopes() {
        Answer unknown = qf.post("/oauth2/device/auth", Map.of("scope", "openid"), "");
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.error()).isEqualTo("invalid_client");
        assertThat(qf.post("/oauth2/device/auth", Map.of("scope", "post"), basic)
                        .error())
                .isEqualTo("invalid_scope");
        Map<String, String> open = Map.of("client_id", sandbox.publicClientId(), "scope", "openid");
        assertThat(qf.post("/oauth2/device/auth", open, "").status()).isEqualTo(200);
    }
}
