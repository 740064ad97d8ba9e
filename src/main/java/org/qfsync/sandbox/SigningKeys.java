package org.qfsync.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The keys that sign ID tokens. The first one, like the one that is never published, is made once in the life of the
 * process, since making it takes long: to a client it looks as if the server kept it over a restart. Thread-safe.
 */
final class SigningKeys {
    private static final int BITS = 2_048;

    private final List<RSAKey> published = new ArrayList<>();

    private static final class First {
        private static final RSAKey KEY = proved(make());
    }

    private static final class Stranger {
        private static final RSAKey KEY = make();
    }

    /** Makes the first key now: no client shall wait for it. */
    SigningKeys() {
        published.add(First.KEY);
    }

    /** The key in use. */
    synchronized RSAKey current() {
        return published.get(0);
    }

    /** A new key comes into use; the old ones stay published, since tokens signed with them are still about. */
    synchronized void rotate() {
        published.add(0, make());
    }

    /** A key that is never published. */
    static RSAKey stranger() {
        return Stranger.KEY;
    }

    /** The public halves, as JSON (RFC 7517 §5). */
    synchronized String published() {
        return new JWKSet(List.<JWK>copyOf(published)).toString(true);
    }

    static String sign(JWTClaimsSet claims, String keyId, RSAKey key) {
        try {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .type(JOSEObjectType.JWT)
                    .keyID(keyId)
                    .build();
            Map<String, Object> payload = claims.toJSONObject();
            payload.put("aud", claims.getAudience()); // an array even of one, as Hydra writes it
            JWSObject token = new JWSObject(header, new Payload(payload));
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("an RSA key of our own making cannot sign", e);
        }
    }

    /** The first signature takes a hundred times as long as the next ones: it is made here, for nobody. */
    private static RSAKey proved(RSAKey key) {
        sign(new JWTClaimsSet.Builder().subject("nobody").build(), key.getKeyID(), key);
        return key;
    }

    private static RSAKey make() {
        try {
            return new RSAKeyGenerator(BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java runtime makes RSA keys", e);
        }
    }
}
