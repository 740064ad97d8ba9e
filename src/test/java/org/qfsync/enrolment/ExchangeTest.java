package org.qfsync.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.http.Json;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.testing.TestBrowser;
import org.qfsync.token.Actor;
import org.qfsync.token.AuditEvent;
import tools.jackson.databind.JsonNode;

/** What an application gets that brings consents from its own frontend. */
class ExchangeTest {
    private static final String VERIFIER = "v".repeat(43);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path home;

    static EnrolmentRig rig;

    @BeforeAll
    static void start() {
        rig = new EnrolmentRig(home);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void aConsentIsStoredUnderTheNameOfTheApplication() {
        String sub = rig.newUser();

        HttpResponse<String> answer = bring(body(code(sub, "openid offline_access collection"), EnrolmentRig.FRONTEND));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode json = Json.mapper().readTree(answer.body());
        assertThat(json.propertyNames()).containsExactlyInAnyOrder("sub", "granted", "missing");
        assertThat(json.path("sub").stringValue()).isEqualTo(sub);
        assertThat(json.path("granted").values())
                .extracting(JsonNode::stringValue)
                .contains("collection");
        assertThat(json.path("missing").values())
                .extracting(JsonNode::stringValue)
                .containsExactly("bookmark");
        assertThat(rig.grant(sub)).isPresent();
        assertThat(rig.audit(sub)).singleElement().satisfies(entry -> {
            assertThat(entry.event()).isEqualTo(AuditEvent.CONSENTED);
            assertThat(entry.actor()).isEqualTo(Actor.application("shop"));
        });
    }

    /** The sandbox, like other servers, would revoke what the code brought the first time. */
    @Test
    void aCodeThatComesTwiceIsNotSentTwiceAndTheGrantLives() {
        String sub = rig.newUser();
        String body = body(code(sub, "openid offline_access bookmark"), EnrolmentRig.FRONTEND);
        assertThat(bring(body).statusCode()).isEqualTo(201);
        long posts = tokenPosts();

        HttpResponse<String> again = bring(body);

        assertRefused(again, 409, "code_already_presented");
        assertThat(tokenPosts()).isEqualTo(posts);
        assertThat(rig.tokens().managerForStep().forUser(sub).current()).isNotNull();
    }

    @Test
    void withoutAKeyOrWithAWrongOneNothingIsRead() {
        String sub = rig.newUser();
        String body = body(code(sub, "openid offline_access bookmark"), EnrolmentRig.FRONTEND);

        HttpResponse<String> missing = send(request(body));
        assertRefused(missing, 401, "invalid_application_key");
        assertThat(missing.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"qfsync\"");
        String wrong = ApplicationKey.generate("shop").key().reveal();
        assertRefused(send(request(body).header("Authorization", "Bearer " + wrong)), 401, "invalid_application_key");
        String hash = EnrolmentRig.KEY.entry().split(":", 2)[1];
        assertRefused(send(request(body).header("Authorization", "Bearer " + hash)), 401, "invalid_application_key");
        assertRefused(send(request(body).header("Authorization", "Basic c2hvcDo=")), 401, "invalid_application_key");
        assertThat(rig.grant(sub)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example.org/back/",
                "https://shop.example.org/BACK",
                "https://shop.example.org:443/back",
                "http://shop.example.org/back",
                "https://shop.example.org/back?x=1",
                "https://evil.example.org/back"
            })
    void aRedirectUriThatIsNotAllowedToTheLetterIsRefused(String redirectUri) {
        assertRefused(bring(body("some-code", URI.create(redirectUri))), 403, "redirect_uri_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"code\"",
                "{",
                "{}",
                "{'code':'a','codeVerifier':'b'}",
                "{'code':'a','codeVerifier':'b','redirectUri':7}",
                "{'code':' ','codeVerifier':'b','redirectUri':'c'}",
                "{'code':'a','code':'d','codeVerifier':'b','redirectUri':'c'}",
                "{'code':'a','codeVerifier':'b','redirectUri':'c','nonce':'d'}",
                "{'code':'a','code_verifier':'b','redirectUri':'c'}"
            })
    void aBodyThatIsNotWhatItShouldBeIsRefused(String body) {
        assertRefused(bring(body.replace('\'', '"')), 400, "invalid_request");
    }

    @Test
    void aVerifierThatCannotBeOneIsRefusedBeforeItIsSent() {
        String body = "{\"code\":\"never-sent\",\"codeVerifier\":\"short\",\"redirectUri\":\"" + EnrolmentRig.FRONTEND
                + "\"}";
        long posts = tokenPosts();

        assertRefused(bring(body), 400, "invalid_request");
        assertThat(tokenPosts()).isEqualTo(posts);
    }

    @Test
    void aVerifierOfAnotherLoginIsRefusedByTheServer() {
        String sub = rig.newUser();
        String body = body(code(sub, "openid offline_access bookmark"), EnrolmentRig.FRONTEND)
                .replace(VERIFIER, "w".repeat(43));

        assertRefused(bring(body), 400, "invalid_grant");
        assertThat(rig.grant(sub)).isEmpty();
    }

    @Test
    void aLoginWithoutLastingAccessIsRefused() {
        assertRefused(
                bring(body(code(rig.newUser(), "openid bookmark"), EnrolmentRig.FRONTEND)), 400, "no_refresh_token");
    }

    @Test
    void whatIsNotJsonOrTooLargeIsRefused() {
        HttpRequest.Builder form = HttpRequest.newBuilder(address())
                .header("Authorization", bearer())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("code=a"));
        assertRefused(send(form), 415, "unsupported_media_type");
        assertRefused(bring("{\"code\":\"" + "a".repeat(17_000) + "\"}"), 413, "too_large");
    }

    @Test
    void anotherMethodIsRefusedInJson() {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(address()).GET());
        assertRefused(answer, 405, "not_allowed");
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
        assertRefused(
                send(HttpRequest.newBuilder(rig.address().resolve("/api/other")).GET()), 404, "not_found");
    }

    @Test
    void aServerInTroubleIsNotTheApplicationsFault() {
        String sub = rig.newUser();
        String body = body(code(sub, "openid offline_access bookmark"), EnrolmentRig.FRONTEND);
        rig.sandbox.addFault(FaultRule.parse("token:503=1"));
        try {
            HttpResponse<String> answer = bring(body);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(Json.mapper().readTree(answer.body()).path("message").stringValue())
                    .startsWith("Failed to exchange authorization code for tokens");
        } finally {
            rig.sandbox.clearFaults();
        }
        assertThat(rig.grant(sub)).isEmpty();
    }

    /** What an application's frontend does, up to the code. */
    private static String code(String sub, String scopes) {
        URI authorization = URI.create(rig.sandbox.baseUrl() + "/oauth2/auth?response_type=code&client_id="
                + rig.sandbox.clientId() + "&redirect_uri=" + encode(EnrolmentRig.FRONTEND.toString()) + "&scope="
                + encode(scopes) + "&state=of-the-frontend&nonce=of-the-frontend&code_challenge=" + challenge()
                + "&code_challenge_method=S256");
        Map<String, String> back =
                TestBrowser.query(rig.sandbox.approve(authorization, sub, Set.of(scopes.split(" ", -1))));
        return back.getOrDefault("code", back.toString());
    }

    private static String challenge() {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String body(String code, URI redirectUri) {
        return Json.mapper()
                .writeValueAsString(
                        Map.of("code", code, "codeVerifier", VERIFIER, "redirectUri", redirectUri.toString()));
    }

    private static HttpResponse<String> bring(String body) {
        return send(request(body).header("Authorization", bearer()));
    }

    private static HttpRequest.Builder request(String body) {
        return HttpRequest.newBuilder(address())
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofString(body));
    }

    private static URI address() {
        return rig.address().resolve("/api/consents/exchange");
    }

    private static String bearer() {
        return "Bearer " + EnrolmentRig.KEY.key().reveal();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String error) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode json = Json.mapper().readTree(answer.body());
        assertThat(json.propertyNames()).containsExactlyInAnyOrder("error", "message", "resolution");
        assertThat(json.path("error").stringValue()).isEqualTo(error);
        assertThat(json.path("message").stringValue()).isNotBlank();
        assertThat(json.path("resolution").stringValue()).isNotBlank();
    }

    private static long tokenPosts() {
        return rig.sandbox.stats().tokenRequests();
    }

    private static String encode(String value) {
        return java.net.URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
