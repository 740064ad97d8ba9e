package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.qfsync.token.ScriptedAuthServer.drop;
import static org.qfsync.token.ScriptedAuthServer.html;
import static org.qfsync.token.ScriptedAuthServer.json;
import static org.qfsync.token.ScriptedAuthServer.raw;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qfsync.domain.FailureKind;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SyncException;
import org.qfsync.http.HttpTransport;
import org.qfsync.http.Pace;
import org.qfsync.http.RequestMeter;
import org.qfsync.http.ServerClock;
import org.qfsync.testing.Scenario;

/** The one POST that turns a code into tokens, and everything that can be answered to it. */
@Timeout(60)
class CodeExchangeTest {
    private static final String FAILED = "Failed to exchange authorization code for tokens: ";
    private static final String CODE = "CODECODECODECODECODE+/=&";
    private static final String VERIFIER = "VERIFIERVERIFIERVERIFIERVERIFIERVERIFIERVERIFIER";
    private static final String SECRET = "SECRETSECRETSECRETSECRET";
    private static final URI REDIRECT_URI = URI.create("http://127.0.0.1:8765/callback");
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final TestTime time = TestTime.running();
    private final HttpTransport transport = HttpTransport.singleUse(
            DEADLINE, DEADLINE, DEADLINE, 64 * 1024, new RequestMeter(), new ServerClock(Clock.systemUTC()));
    private final RSAKey key = ServerKey.KEY;
    private ScriptedAuthServer server;

    /** Made once: it takes a second or two. */
    private static final class ServerKey {
        private static final RSAKey KEY = make();

        private static RSAKey make() {
            try {
                return new RSAKeyGenerator(2048).keyID("key-1").generate();
            } catch (JOSEException e) {
                throw new IllegalStateException("every Java runtime makes RSA keys", e);
            }
        }
    }

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void start() throws IOException {
        server = new ScriptedAuthServer();
        server.answerAt(
                "/.well-known/openid-configuration",
                json(200, "{\"issuer\":\"" + server.url() + "\",\"jwks_uri\":\"" + server.url() + "/keys\"}"));
        server.answerAt("/keys", json(200, new JWKSet(key).toString()));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        transport.close();
    }

    @Test
    void aConfidentialClientProvesItselfInTheHeaderAndSendsTheVerifier() {
        server.answerOnce(tokens("\"refresh_token\":\"rt-1\",\"scope\":\"openid bookmark\",", idToken("n")));

        ProvedGrant grant = exchange(ClientType.CONFIDENTIAL, "n");

        assertThat(grant)
                .isEqualTo(new ProvedGrant(
                        "user-1", Set.of("openid", "bookmark"), new Secret("rt-1"), grant.obtainedAt()));
        ScriptedAuthServer.Call call = tokenCalls().get(0);
        assertThat(call.form())
                .containsOnlyKeys("grant_type", "code", "redirect_uri", "code_verifier")
                .containsEntry("grant_type", "authorization_code")
                .containsEntry("code", CODE)
                .containsEntry("redirect_uri", REDIRECT_URI.toString())
                .containsEntry("code_verifier", VERIFIER);
        assertThat(call.headers().get("authorization")).startsWith("Basic ");
        assertThat(tokenCalls()).hasSize(1);
        assertThat(server.revoked()).isEmpty();
    }

    @Test
    void aPublicClientOnlyNamesItself() {
        server.answerOnce(tokens("\"refresh_token\":\"rt-1\",", idToken("n")));

        ProvedGrant grant = exchange(ClientType.PUBLIC, "n");

        // An answer without a scope grants what was asked for.
        assertThat(grant.scopes()).containsExactlyInAnyOrder("openid", "offline_access", "bookmark");
        assertThat(tokenCalls().get(0).form())
                .containsEntry("client_id", "client-1")
                .doesNotContainKey("client_secret");
        assertThat(tokenCalls().get(0).headers()).doesNotContainKey("authorization");
    }

    @Test
    void aConfidentialClientWithoutSecretAsksNothing() {
        SyncException failure = failure(() -> exchange(ClientType.CONFIDENTIAL, Optional.empty(), "n"));

        assertThat(failure).hasMessage("Client secret is required for confidential client token exchange");
        assertThat(failure.hint()).contains("QF_CLIENT_SECRET");
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void anAnswerWithoutRefreshTokenIsNoGrant() {
        server.answerOnce(tokens("", idToken("n")));

        SyncException failure = failure(() -> exchange(ClientType.CONFIDENTIAL, "n"));

        assertThat(failure).hasMessage(FAILED + "The answer holds no refresh token");
        assertThat(failure.hint()).contains("offline_access");
    }

    @Test
    void aGrantWhoseUserIsNotProvedIsGivenBack() {
        server.answerOnce(
                tokens("\"refresh_token\":\"rt-1\",", idToken("another")),
                tokens("\"refresh_token\":\"rt-2\",", "not-a-token"),
                json(200, "{\"access_token\":\"at\",\"refresh_token\":\"rt-3\",\"expires_in\":3600}"));

        assertThat(failure(() -> exchange(ClientType.CONFIDENTIAL, "n")))
                .hasMessage(FAILED + "The ID token is refused: its nonce is not that of this login");
        assertThat(failure(() -> exchange(ClientType.CONFIDENTIAL, "n")))
                .hasMessage(FAILED + "The ID token is refused: it cannot be read");
        assertThat(failure(() -> exchange(ClientType.CONFIDENTIAL, "n")))
                .hasMessage(FAILED + "The answer holds no ID token");
        assertThat(server.revoked()).containsExactly("rt-1", "rt-2", "rt-3");
    }

    @Test
    void keysThatCannotBeHadLeaveNoGrantBehind() {
        server.answerOnce(tokens("\"refresh_token\":\"rt-1\",", idToken("n")));
        server.answerAt("/keys", html(503));

        SyncException failure = failure(() -> exchange(ClientType.CONFIDENTIAL, "n"));

        assertThat(failure.kind()).isEqualTo(FailureKind.SYSTEMIC);
        assertThat(failure).hasMessageStartingWith(FAILED + "The authorization server's keys cannot be had: HTTP 503");
        assertThat(server.revoked()).containsExactly("rt-1");
    }

    @Test
    @Scenario(41)
    void aLostAnswerIsNotAskedForAgain() {
        server.answerOnce(drop());

        SyncException failure = failure(() -> exchange(ClientType.CONFIDENTIAL, "n"));

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure).hasMessageStartingWith(FAILED);
        assertThat(failure.hint()).contains("good for one exchange", "Start again");
        assertThat(tokenCalls()).hasSize(1);
    }

    @Test
    @Scenario(39)
    void aRedirectIsNotFollowed() {
        server.answerOnce(raw(302, "text/plain", "", "Location: " + server.url() + "/elsewhere"));

        assertThat(failure(() -> exchange(ClientType.CONFIDENTIAL, "n"))).hasMessageStartingWith(FAILED);
        assertThat(server.calls()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_grant, PERMANENT, used before",
        "400, redirect_uri_mismatch, PERMANENT, trailing slash",
        "400, invalid_scope, SYSTEMIC, approve",
        "401, invalid_client, SYSTEMIC, QF_CLIENT_SECRET",
        "400, unauthorized_client, SYSTEMIC, enable",
        "400, unsupported_grant_type, SYSTEMIC, base URL",
        "400, invalid_request, PERMANENT, redirect URI",
        "403, access_denied, PERMANENT, said no",
        "429, slow, TRANSIENT, Start again",
        "503, unavailable, TRANSIENT, Start again",
    })
    void everyRefusalSaysWhatToDoAndRepeatsNoSecret(int status, String code, FailureKind kind, String advice) {
        String echo = "you sent " + CODE + " with " + VERIFIER + " as " + SECRET;
        server.answerOnce(json(status, "{\"error\":\"" + code + "\",\"error_description\":\"" + echo + "\"}"));

        SyncException failure = failure(() -> exchange(ClientType.CONFIDENTIAL, "n"));

        assertThat(failure)
                .hasMessageStartingWith(FAILED + "sandbox POST /oauth2/token answered " + status + " " + code);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.hint()).contains(advice);
        assertThat(failure.getMessage() + failure.hint()).doesNotContain(CODE, VERIFIER, SECRET, "CODECODE");
        assertThat(tokenCalls()).hasSize(1);
    }

    @Test
    void nothingThatIsPrintedOfAnExchangeHoldsASecret() {
        assertThat(presented("nonce-that-is-secret").toString()).doesNotContain(CODE, VERIFIER);
        assertThat(new ProvedGrant("user-1", Set.of(), new Secret("rt-1-canary"), time.instant()).toString())
                .doesNotContain("rt-1-canary");
    }

    private ScriptedAuthServer.Script tokens(String more, String idToken) {
        return json(
                200,
                "{\"access_token\":\"at-1\",\"expires_in\":3600,\"token_type\":\"bearer\"," + more + "\"id_token\":\""
                        + idToken + "\"}");
    }

    private String idToken(String nonce) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("key-1").build(),
                new JWTClaimsSet.Builder()
                        .issuer(server.url().toString())
                        .audience("client-1")
                        .subject("user-1")
                        .claim("nonce", nonce)
                        .issueTime(Date.from(time.instant()))
                        .expirationTime(Date.from(time.instant().plusSeconds(3600)))
                        .build());
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private List<ScriptedAuthServer.Call> tokenCalls() {
        return server.calls().stream()
                .filter(call -> call.path().equals("/oauth2/token"))
                .toList();
    }

    private static SyncException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(SyncException.class, call);
    }

    private ProvedGrant exchange(ClientType type, String nonce) {
        return exchange(type, Optional.of(SECRET).filter(s -> type == ClientType.CONFIDENTIAL), nonce);
    }

    private ProvedGrant exchange(ClientType type, Optional<String> secret, String nonce) {
        ClientProperties client = new ClientProperties(
                new QfEndpoints(QfEnvironment.SANDBOX, server.url(), server.url()),
                "client-1",
                type,
                secret.map(Secret::new));
        Discovery discovery = new Discovery(new Issuer(transport, server.url()), time);
        IdTokens idTokens = new IdTokens(new ServerKeys(transport, discovery, time), discovery, "client-1", time);
        TokenClient tokenClient = new TokenClient(client, new ClientSecret(client), transport, time);
        Pace pace = Pace.unlimited(1);
        return new CodeExchange(client, tokenClient, new GrantProof(idTokens, tokenClient, pace), pace, time)
                .exchange(presented(nonce));
    }

    private static CodeExchange.Presented presented(String nonce) {
        return new CodeExchange.Presented(
                new Secret(CODE),
                REDIRECT_URI,
                new Secret(VERIFIER),
                Optional.of(nonce),
                Set.of("openid", "offline_access", "bookmark"));
    }
}
