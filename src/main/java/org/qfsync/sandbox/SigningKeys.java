package org.qfsync.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The keys that sign ID tokens. The first one, like the one that is never published, is made once in the life of the
 * process, since making it takes long: to a client it looks as if the server kept it over a restart. Thread-safe.
 */
final class SigningKeys {
    private static final int BITS = 2_048;

    private final List<RSAKey> published = new ArrayList<>();

    private static final class First {
        private static final RSAKey KEY = make();
    }

    private static final class Stranger {
        private static final RSAKey KEY = make();
    }

    /** The key in use. */
    synchronized RSAKey current() {
        if (published.isEmpty()) {
            published.add(First.KEY);
        }
        return published.get(0);
    }

    /** A new key comes into use; the old ones stay published, since tokens signed with them are still about. */
    synchronized void rotate() {
        current();
        published.add(0, make());
    }

    /** A key that is never published. */
    static RSAKey stranger() {
        return Stranger.KEY;
    }

    /** The public halves, as JSON (RFC 7517 §5). */
    synchronized String published() {
        current();
        return new JWKSet(List.<JWK>copyOf(published)).toString(true);
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
