package org.qfsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qfsync.sandbox.QfCaller.Answer;
import org.qfsync.testing.SettableClock;
import tools.jackson.databind.JsonNode;

/** What the server says about the user and about itself. */
class SandboxIdTokenTest {
    private final SettableClock clock = new SettableClock();
    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withClock(clock));
    private final QfCaller qf = new QfCaller(sandbox);
    private final LoginAttempt attempt = new LoginAttempt(sandbox);
    private final String sub = sandbox.subs().skip(12).findFirst().orElseThrow();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private JsonNode discovery() {
        return qf.get("/.well-known/openid-configuration", "none").body();
    }

    private JWKSet keys() throws Exception {
        return JWKSet.parse(qf.get("/.well-known/jwks.json", "none").raw().body());
    }

    private static SignedJWT idToken(JsonNode tokens) throws Exception {
        return SignedJWT.parse(tokens.path("id_token").asString());
    }

    private static boolean isGood(SignedJWT token, JWKSet keys) throws Exception {
        JWK key = keys.getKeyByKeyId(token.getHeader().getKeyID());
        return key != null && token.verify(new RSASSAVerifier(key.toRSAKey()));
    }

    @Test
    void theIdTokenSaysWhoWhenForWhomAndInAnswerToWhat() throws Exception {
        JsonNode tokens = attempt.login(sub).body();
        SignedJWT token = idToken(tokens);
        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
        assertThat(isGood(token, keys())).isTrue();
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(discovery().path("issuer").asString());
        assertThat(claims.getSubject()).isEqualTo(sub);
        assertThat(claims.getAudience()).containsExactly(sandbox.clientId());
        assertThat(token.getPayload().toJSONObject().get("aud")).isInstanceOf(List.class);
        assertThat(claims.getStringClaim("nonce")).isEqualTo(LoginAttempt.NONCE);
        assertThat(claims.getIssueTime()).isCloseTo(Date.from(clock.instant()), 5_000);
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofHours(1));
        assertThat(claims.getLongClaim("auth_time"))
                .isLessThanOrEqualTo(claims.getIssueTime().toInstant().getEpochSecond());
        assertThat(claims.getStringClaim("sid")).isNotBlank();
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(tokens.path("access_token").asString().getBytes(StandardCharsets.US_ASCII));
        assertThat(claims.getStringClaim("at_hash"))
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16)));
    }

    @Test
    void aRefreshSaysItAgainWithTheSameSignInAndWithoutNonce() throws Exception {
        JsonNode tokens = attempt.login(sub).body();
        clock.advance(Duration.ofMinutes(50));
        JsonNode refreshed = qf.refresh(tokens.path("refresh_token").asString()).body();
        JWTClaimsSet first = idToken(tokens).getJWTClaimsSet();
        JWTClaimsSet second = idToken(refreshed).getJWTClaimsSet();
        assertThat(isGood(idToken(refreshed), keys())).isTrue();
        assertThat(second.getSubject()).isEqualTo(sub);
        assertThat(second.getLongClaim("auth_time")).isEqualTo(first.getLongClaim("auth_time"));
        assertThat(second.getStringClaim("sid")).isEqualTo(first.getStringClaim("sid"));
        assertThat(second.getIssueTime()).isAfter(first.getIssueTime());
        assertThat(second.getClaim("nonce")).isNull();
        assertThat(second.getStringClaim("at_hash")).isNotEqualTo(first.getStringClaim("at_hash"));
    }

    @Test
    void aNewKeySignsFromNowOnAndTheOldOneStaysPublished() throws Exception {
        SignedJWT before = idToken(attempt.login(sub).body());
        sandbox.rotateKeys();
        SignedJWT after = idToken(attempt.login(sub).body());
        assertThat(after.getHeader().getKeyID()).isNotEqualTo(before.getHeader().getKeyID());
        assertThat(keys().getKeys()).hasSize(2).noneMatch(JWK::isPrivate);
        assertThat(isGood(before, keys())).isTrue();
        assertThat(isGood(after, keys())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "id-other-sub, sub",
        "id-wrong-issuer, iss",
        "id-wrong-audience, aud",
        "id-wrong-nonce, nonce",
        "id-expired, exp"
    })
    void anIdTokenWithAWrongClaimIsWrongInThatAlone(String effect, String claim) throws Exception {
        SignedJWT good = idToken(attempt.login(sub).body());
        sandbox.addFault(FaultRule.parse("token:" + effect + "=1,times=1,sub=" + sub));
        SignedJWT bad = idToken(attempt.login(sub).body());
        assertThat(isGood(bad, keys())).isTrue();
        assertThat(bad.getJWTClaimsSet().getClaim(claim))
                .isNotNull()
                .isNotEqualTo(good.getJWTClaimsSet().getClaim(claim));
        if (claim.equals("exp")) {
            assertThat(bad.getJWTClaimsSet().getExpirationTime())
                    .isBefore(Date.from(clock.instant().minus(Duration.ofHours(1))));
        } else {
            assertThat(bad.getJWTClaimsSet().getExpirationTime()).isAfter(Date.from(clock.instant()));
        }
    }

    @Test
    void aSignatureCanBeThatOfAStranger() throws Exception {
        sandbox.addFault(FaultRule.parse("token:id-unknown-key=1,times=1"));
        SignedJWT unknown = idToken(attempt.login(sub).body());
        assertThat(keys().getKeyByKeyId(unknown.getHeader().getKeyID())).isNull();
        sandbox.addFault(FaultRule.parse("token:id-bad-signature=1,times=1"));
        SignedJWT forged = idToken(attempt.login(sub).body());
        assertThat(keys().getKeyByKeyId(forged.getHeader().getKeyID())).isNotNull();
        assertThat(isGood(forged, keys())).isFalse();
        sandbox.addFault(FaultRule.parse("token:id-unsigned=1,times=1"));
        String unsigned = attempt.login(sub).body().path("id_token").asString();
        assertThat(JWTParser.parse(unsigned)).isInstanceOf(PlainJWT.class);
        sandbox.addFault(FaultRule.parse("token:id-missing=1,times=1"));
        assertThat(attempt.login(sub).body().has("id_token")).isFalse();
        assertThat(isGood(idToken(attempt.login(sub).body()), keys())).isTrue();
    }

    @Test
    void anotherSubCanComeWithARefresh() throws Exception {
        sandbox.addFault(FaultRule.parse("token:id-other-sub=1,times=1,sub=" + sub));
        String refreshToken = qf.refreshToken(sub);
        JsonNode refreshed = qf.refresh(refreshToken).body();
        assertThat(idToken(refreshed).getJWTClaimsSet().getSubject()).isNotEqualTo(sub);
        JsonNode next = qf.refresh(refreshed.path("refresh_token").asString()).body();
        assertThat(idToken(next).getJWTClaimsSet().getSubject()).isEqualTo(sub);
    }

    @Test
    void userinfoAnswersToABearerOfOpenidAlone() {
        Answer answer = userinfo("Bearer " + accessToken("openid"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("sub").asString()).isEqualTo(sub);
        assertThat(userinfo("Bearer " + accessToken("collection")).error()).isEqualTo("insufficient_scope");
        for (String wrong : new String[] {"Bearer ory_at_made.up", "Basic abc", "Bearer " + qf.appToken()}) {
            Answer refused = userinfo(wrong);
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.error()).isEqualTo("request_unauthorized");
            assertThat(refused.raw().headers().firstValue("WWW-Authenticate")).isPresent();
        }
    }

    private String accessToken(String scope) {
        return attempt.with("scope", scope)
                .login(sub)
                .body()
                .path("access_token")
                .asString();
    }

    private Answer userinfo(String authorization) {
        return qf.send(HttpRequest.newBuilder(qf.uri("/userinfo"))
                .header("Authorization", authorization)
                .build());
    }

    @Test
    void discoveryNamesEveryEndpointAndTheKeysCanBeOutOfReach() {
        JsonNode found = discovery();
        Map.of(
                        "authorization_endpoint", "/oauth2/auth",
                        "token_endpoint", "/oauth2/token",
                        "jwks_uri", "/.well-known/jwks.json",
                        "userinfo_endpoint", "/userinfo",
                        "revocation_endpoint", "/oauth2/revoke",
                        "introspection_endpoint", "/oauth2/introspect",
                        "device_authorization_endpoint", "/oauth2/device/auth",
                        "end_session_endpoint", "/oauth2/sessions/logout")
                .forEach((name, path) -> assertThat(found.path(name).asString()).isEqualTo(sandbox.baseUrl() + path));
        assertThat(found.path("code_challenge_methods_supported").toString()).isEqualTo("[\"S256\"]");
        assertThat(found.path("response_types_supported").toString()).isEqualTo("[\"code\"]");
        assertThat(found.path("id_token_signing_alg_values_supported").toString())
                .isEqualTo("[\"RS256\"]");
        assertThat(found.path("grant_types_supported").size()).isEqualTo(4);
        assertThat(found.path("scopes_supported").size()).isEqualTo(22);
        assertThat(qf.get("/oauth2/sessions/logout", "none").status()).isEqualTo(200);
        sandbox.addFault(FaultRule.parse("jwks:503=1,times=1"));
        assertThat(qf.get("/.well-known/jwks.json", "none").status()).isEqualTo(503);
        sandbox.addFault(FaultRule.parse("jwks:reset=1"));
        assertThatThrownBy(() -> qf.get("/.well-known/jwks.json", "none")).isInstanceOf(UncheckedIOException.class);
    }
}
