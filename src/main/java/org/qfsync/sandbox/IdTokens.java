package org.qfsync.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.qfsync.sandbox.FaultRule.Effect;

/** Writes ID tokens (OpenID Connect Core §2), and on demand such as no client may take. Thread-safe. */
final class IdTokens {
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Duration LONG_AGO = Duration.ofHours(5);

    private final SigningKeys keys;
    private final Clients clients;
    private final World world;
    private final Clock clock;
    private final String issuer;

    IdTokens(SigningKeys keys, Clients clients, World world, Clock clock, String issuer) {
        this.keys = keys;
        this.clients = clients;
        this.world = world;
        this.clock = clock;
        this.issuer = issuer;
    }

    /**
     * @param nonce of the authorization request; a refresh has none (OpenID Connect Core §12.2)
     * @param fault what shall be wrong with it, if that concerns ID tokens
     */
    String write(Grant grant, String accessToken, Optional<String> nonce, Optional<Effect> fault) {
        JWTClaimsSet.Builder claims = claims(grant, accessToken);
        nonce.ifPresent(value -> claims.claim("nonce", value));
        fault.ifPresent(effect -> spoil(claims, effect, grant));
        if (fault.filter(effect -> effect == Effect.ID_UNSIGNED).isPresent()) {
            return new PlainJWT(claims.build()).serialize();
        }
        RSAKey named = is(fault, Effect.ID_UNKNOWN_KEY) ? SigningKeys.stranger() : keys.current();
        RSAKey signing = is(fault, Effect.ID_BAD_SIGNATURE) ? SigningKeys.stranger() : named;
        return sign(claims.build(), named.getKeyID(), signing);
    }

    private JWTClaimsSet.Builder claims(Grant grant, String accessToken) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(world.sub(grant.user()))
                .audience(List.of(clients.id(grant.client())))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .claim("auth_time", grant.consentedAt().getEpochSecond())
                .claim("rat", grant.consentedAt().getEpochSecond())
                .claim("sid", grant.sessionId())
                .claim("at_hash", leftHalf(accessToken))
                .jwtID(UUID.randomUUID().toString());
    }

    private void spoil(JWTClaimsSet.Builder claims, Effect effect, Grant grant) {
        switch (effect) {
            case ID_OTHER_SUB -> claims.subject(world.sub(grant.user() + 1));
            case ID_WRONG_ISSUER -> claims.issuer("https://elsewhere.invalid");
            case ID_WRONG_AUDIENCE -> claims.audience(List.of("another-client"));
            case ID_WRONG_NONCE -> claims.claim("nonce", "not-the-nonce-that-was-sent");
            case ID_EXPIRED -> {
                Instant then = clock.instant().minus(LONG_AGO);
                claims.issueTime(Date.from(then)).expirationTime(Date.from(then.plus(LIFETIME)));
            }
            default -> {
                // nothing that concerns the claims
            }
        }
    }

    private static String sign(JWTClaimsSet claims, String keyId, RSAKey key) {
        try {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .type(JOSEObjectType.JWT)
                    .keyID(keyId)
                    .build();
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("an RSA key of our own making cannot sign", e);
        }
    }

    private static boolean is(Optional<Effect> fault, Effect effect) {
        return fault.filter(drawn -> drawn == effect).isPresent();
    }

    /** OpenID Connect Core §3.1.3.6. */
    private static String leftHalf(String accessToken) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(accessToken.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, hash.length / 2));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
