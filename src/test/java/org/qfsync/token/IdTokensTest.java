package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SystemicException;
import org.qfsync.http.HttpTransport;
import org.qfsync.http.RequestMeter;
import org.qfsync.http.ServerClock;
import org.qfsync.testing.ScriptedServer;
import org.qfsync.testing.ScriptedServer.Reply;

class IdTokensTest {
    private static final String CLIENT = "client-1";
    private static final String NONCE = "nonce-of-this-login";
    private static final Date FAR_OFF = Date.from(Instant.parse("2999-01-01T00:00:00Z"));
    private static final RSAKey RSA = rsa("rsa-1");
    private static final RSAKey OTHER = rsa("rsa-2");
    private static final ECKey EC = ec("ec-1");
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final TestTime time = TestTime.running();
    private final HttpTransport transport = HttpTransport.singleUse(
            DEADLINE, DEADLINE, DEADLINE, 64 * 1024, new RequestMeter(), new ServerClock(Clock.systemUTC()));
    private final AtomicReference<Reply> keys = new AtomicReference<>(keys(RSA, EC));
    private ScriptedServer server;
    private IdTokens idTokens;

    @BeforeEach
    void start() throws IOException {
        AtomicReference<String> issuer = new AtomicReference<>("");
        server = new ScriptedServer(seen -> seen.path().equals("/keys")
                ? keys.get()
                : Reply.ok("{\"issuer\":\"" + issuer.get() + "/\",\"jwks_uri\":\"" + issuer.get() + "/keys\"}"));
        issuer.set(server.baseUrl().toString());
        Discovery discovery = new Discovery(new Issuer(transport, server.baseUrl()), time);
        idTokens = new IdTokens(new ServerKeys(transport, discovery, time), discovery, CLIENT, time);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        transport.close();
    }

    @Test
    void aTokenOfThisLoginNamesTheUser() {
        assertThat(verify(signed(claims().build(), RSA, JWSAlgorithm.RS256))).isEqualTo("user-1");
        assertThat(verify(signed(claims().build(), RSA, JWSAlgorithm.PS256))).isEqualTo("user-1");
        assertThat(verify(signed(claims().build(), EC, JWSAlgorithm.ES256))).isEqualTo("user-1");
    }

    @Test
    void aSlashAtTheEndOfTheIssuerIsNoDifference() {
        assertThat(verify(signed(claims().issuer(server.baseUrl() + "/").build(), RSA, JWSAlgorithm.RS256)))
                .isEqualTo("user-1");
    }

    @Test
    void severalAudiencesAreFineIfItWasIssuedToUs() {
        JWTClaimsSet claims =
                claims().audience(List.of("other", CLIENT)).claim("azp", CLIENT).build();
        assertThat(verify(signed(claims, RSA, JWSAlgorithm.RS256))).isEqualTo("user-1");
    }

    @Test
    void clocksMayDifferByFiveMinutesEitherWay() {
        Instant now = time.instant();
        JWTClaimsSet old = claims().issueTime(Date.from(now.minusSeconds(3900)))
                .expirationTime(Date.from(now.minusSeconds(290)))
                .build();
        JWTClaimsSet early = claims().issueTime(Date.from(now.plusSeconds(290))).build();

        assertThat(verify(signed(old, RSA, JWSAlgorithm.RS256))).isEqualTo("user-1");
        assertThat(verify(signed(early, RSA, JWSAlgorithm.RS256))).isEqualTo("user-1");
        time.pass(Duration.ofSeconds(20));
        refused(new Secret(signed(old, RSA, JWSAlgorithm.RS256).serialize()), "it has expired");
        time.setWall(Duration.ofSeconds(-40));
        refused(new Secret(signed(early, RSA, JWSAlgorithm.RS256).serialize()), "it is from the future");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("claimsThatProveNothing")
    void claimsThatProveNothingAreRefused(String why, UnaryOperator<JWTClaimsSet.Builder> change) {
        SignedJWT token = signed(change.apply(claims()).build(), RSA, JWSAlgorithm.RS256);

        refused(new Secret(token.serialize()), why);
    }

    static Stream<Arguments> claimsThatProveNothing() {
        return Stream.of(
                claims("its issuer is not the one", claims -> claims.issuer("https://elsewhere.example")),
                claims("its issuer is not the one", claims -> claims.issuer(null)),
                claims("it is not meant for this client", claims -> claims.audience("other")),
                claims("it is not meant for this client", claims -> claims.audience(List.of())),
                claims("it was issued to another client", claims -> claims.claim("azp", "other")),
                claims("it was issued to another client", claims -> claims.audience(List.of(CLIENT, "other"))),
                claims("its nonce is not that", claims -> claims.claim("nonce", "another")),
                claims("its nonce is not that", claims -> claims.claim("nonce", null)),
                claims("it cannot be read", claims -> claims.claim("nonce", 7)),
                claims("it has expired", claims -> claims.expirationTime(Date.from(Instant.EPOCH))),
                claims("it does not say when", claims -> claims.expirationTime(null)),
                claims("it does not say when", claims -> claims.issueTime(null)),
                claims("it is from the future", claims -> claims.issueTime(FAR_OFF)),
                claims("it is from the future", claims -> claims.notBeforeTime(FAR_OFF)),
                claims("it names no user", claims -> claims.subject(null)),
                claims("it names no user", claims -> claims.subject(" ")),
                claims("its user cannot be stored", claims -> claims.subject("a\u0000b")),
                claims("its user cannot be stored", claims -> claims.subject("u".repeat(256))));
    }

    private static Arguments claims(String why, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(why, change);
    }

    @Test
    void aTokenThatAnybodyCouldHaveMadeIsRefused() throws JOSEException {
        // With the server's public key as the shared secret, the oldest trick there is.
        MACSigner mac = new MACSigner(RSA.toRSAPublicKey().getEncoded());
        refused(
                new Secret(signed(claims().build(), JWSAlgorithm.HS256, mac, "rsa-1")
                        .serialize()),
                "it is not signed with an algorithm");
        refused(new Secret(new PlainJWT(claims().build()).serialize()), "it cannot be read");
        refused(new Secret("a.b.c"), "it cannot be read");
        refused(new Secret("ory_at_no-jwt-at-all"), "it cannot be read");
    }

    @Test
    void aForeignKeyUnderAKnownNameIsRefused() {
        refused(
                new Secret(signed(claims().build(), named("rsa-1", OTHER), JWSAlgorithm.RS256)
                        .serialize()),
                "its signature is not by a key");
    }

    @Test
    void aChangedTokenIsRefused() {
        String[] parts =
                signed(claims().build(), RSA, JWSAlgorithm.RS256).serialize().split("\\.", -1);
        String[] other = signed(claims().subject("user-2").build(), RSA, JWSAlgorithm.RS256)
                .serialize()
                .split("\\.", -1);

        refused(new Secret(parts[0] + "." + other[1] + "." + parts[2]), "its signature is not by a key");
    }

    @Test
    void anAccessTokenIsNoIdToken() {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("rsa-1")
                        .type(new JOSEObjectType("at+jwt"))
                        .build(),
                claims().build());
        sign(token, signer(RSA));
        refused(new Secret(token.serialize()), "its signature is not by a key");
    }

    @Test
    void keysAreFetchedOnceAndOnceMoreForAnUnknownOne() {
        verify(signed(claims().build(), RSA, JWSAlgorithm.RS256));
        verify(signed(claims().build(), EC, JWSAlgorithm.ES256));
        assertThat(keyRequests()).isEqualTo(1);

        keys.set(keys(OTHER));
        assertThat(verify(signed(claims().build(), OTHER, JWSAlgorithm.RS256))).isEqualTo("user-1");
        assertThat(keyRequests()).isEqualTo(2);

        refused(
                new Secret(signed(claims().build(), named("rsa-3", RSA), JWSAlgorithm.RS256)
                        .serialize()),
                "its signature is not by a key");
        assertThat(keyRequests()).isEqualTo(3);
    }

    @Test
    void aKeyThatTheServerWithdrewIsTrustedForAnHourAtMost() {
        SignedJWT token = signed(
                claims().expirationTime(Date.from(time.instant().plusSeconds(7200)))
                        .build(),
                RSA,
                JWSAlgorithm.RS256);
        verify(token);
        keys.set(keys(EC));
        time.pass(Duration.ofMinutes(61));

        refused(new Secret(token.serialize()), "its signature is not by a key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"503", "302", "html", "endless"})
    void keysThatCannotBeHadAreTheServersTrouble(String trouble) {
        keys.set(
                switch (trouble) {
                    case "503" -> Reply.json(503, "{}");
                    case "302" -> Reply.json(302, "").with("Location", server.baseUrl() + "/elsewhere");
                    case "html" -> Reply.ok("<html>");
                    default -> Reply.ok("{\"keys\":[\"" + "x".repeat(70_000) + "\"]}");
                });

        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(() -> verify(signed(claims().build(), RSA, JWSAlgorithm.RS256)))
                .withMessageStartingWith("The authorization server's keys cannot be had: ");
        assertThat(server.requests()).noneMatch(seen -> seen.path().equals("/elsewhere"));
    }

    private long keyRequests() {
        return server.requests().stream()
                .filter(seen -> seen.path().equals("/keys"))
                .count();
    }

    private String verify(SignedJWT token) {
        return idTokens.verify(new Secret(token.serialize()), Optional.of(NONCE));
    }

    private void refused(Secret token, String why) {
        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> idTokens.verify(token, Optional.of(NONCE)))
                .withMessageStartingWith("The ID token is refused: " + why)
                .withMessageNotContaining(token.reveal())
                .withNoCause();
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(server.baseUrl().toString())
                .audience(CLIENT)
                .subject("user-1")
                .claim("nonce", NONCE)
                .issueTime(Date.from(time.instant()))
                .expirationTime(Date.from(time.instant().plusSeconds(3600)));
    }

    private static SignedJWT signed(JWTClaimsSet claims, JWK key, JWSAlgorithm algorithm) {
        return signed(claims, algorithm, signer(key), key.getKeyID());
    }

    private static SignedJWT signed(JWTClaimsSet claims, JWSAlgorithm algorithm, JWSSigner signer, String kid) {
        return sign(new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims), signer);
    }

    private static SignedJWT sign(SignedJWT token, JWSSigner signer) {
        try {
            token.sign(signer);
            return token;
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWSSigner signer(JWK key) {
        try {
            return key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(key.toECKey());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Reply keys(JWK... keys) {
        return Reply.ok(new JWKSet(List.of(keys)).toString());
    }

    private static RSAKey rsa(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey named(String kid, RSAKey key) {
        return new RSAKey.Builder(key).keyID(kid).build();
    }

    private static ECKey ec(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
