package org.qfsync.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SystemicException;

/**
 * Judges ID tokens (OpenID Connect Core 1.0, section 3.1.3.7): only one that the server signed, for our client, in this
 * very login and lately, says who the user is. Thread-safe.
 */
final class IdTokens {
    /** Asymmetric ones: with a shared secret, whoever can check a token could have made it. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /** As far as clocks may be apart before a run is refused, too. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private static final int LONGEST_SUB = 255;

    private final ServerKeys keys;
    private final Discovery discovery;
    private final String clientId;
    private final Clock clock;

    IdTokens(ServerKeys keys, Discovery discovery, String clientId, Clock clock) {
        this.keys = keys;
        this.discovery = discovery;
        this.clientId = clientId;
        this.clock = clock;
    }

    /**
     * The user that the token speaks of.
     *
     * @param nonce of our authorization request; empty where it was not made by us
     * @throws PermanentException if the token proves nothing; the message says why and repeats nothing of it
     * @throws SystemicException if the server's name or keys cannot be had
     */
    String verify(Secret idToken, Optional<String> nonce) {
        try {
            JWTClaimsSet claims = signedClaims(idToken);
            requireFromHereToUs(claims);
            requireLately(claims);
            if (nonce.isPresent() && !nonce.get().equals(claims.getStringClaim("nonce"))) {
                throw refused("its nonce is not that of this login");
            }
            return sub(claims);
        } catch (ParseException e) {
            throw refused("it cannot be read");
        }
    }

    private JWTClaimsSet signedClaims(Secret idToken) throws ParseException {
        SignedJWT token = SignedJWT.parse(idToken.reveal());
        if (!ALGORITHMS.contains(token.getHeader().getAlgorithm())) {
            throw refused("it is not signed with an algorithm that we accept");
        }
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(keys.keysFor(token.getHeader()))));
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        try {
            return processor.process(token, null);
        } catch (BadJOSEException | JOSEException e) {
            throw refused("its signature is not by a key of the authorization server");
        }
    }

    private void requireFromHereToUs(JWTClaimsSet claims) throws ParseException {
        if (!discovery.metadata().isIssuedBy(textOf(claims, "iss"))) {
            throw refused("its issuer is not the one of the discovery document");
        }
        List<String> audience = claims.getAudience();
        if (!audience.contains(clientId)) {
            throw refused("it is not meant for this client");
        }
        String authorizedParty = textOf(claims, "azp");
        boolean saysToWhom = audience.size() > 1 || !authorizedParty.isEmpty();
        if (saysToWhom && !authorizedParty.equals(clientId)) {
            throw refused("it was issued to another client");
        }
    }

    private void requireLately(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        Date issued = claims.getIssueTime();
        Date notBefore = claims.getNotBeforeTime();
        if (expires == null || issued == null) {
            throw refused("it does not say when it was issued and when it ends");
        }
        if (!now.minus(CLOCKS_DIFFER).isBefore(expires.toInstant())) {
            throw refused("it has expired, or this machine's clock is fast");
        }
        if (isAhead(issued, now) || (notBefore != null && isAhead(notBefore, now))) {
            throw refused("it is from the future, or this machine's clock is slow");
        }
    }

    private static boolean isAhead(Date date, Instant now) {
        return date.toInstant().isAfter(now.plus(CLOCKS_DIFFER));
    }

    private static String sub(JWTClaimsSet claims) {
        @Nullable String sub = claims.getSubject();
        if (sub == null || sub.isBlank()) {
            throw refused("it names no user");
        }
        if (sub.length() > LONGEST_SUB || sub.chars().anyMatch(Character::isISOControl)) {
            throw refused("its user cannot be stored");
        }
        return sub;
    }

    private static String textOf(JWTClaimsSet claims, String name) throws ParseException {
        @Nullable String text = claims.getStringClaim(name);
        return text == null ? "" : text;
    }

    private static PermanentException refused(String why) {
        return new PermanentException(
                "The ID token is refused: " + why,
                "invalid_id_token",
                null,
                "Nothing was stored. Check QF_ENV, QF_CLIENT_ID and this machine's clock, then start again.",
                null);
    }
}
