package org.qfsync.consent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import org.qfsync.domain.Secret;

/** Unguessable values, and the proof that whoever presents a code asked for it (RFC 7636, method S256). */
final class Pkce {
    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    /** 256 random bits in 43 characters that need no encoding in a URL; good as a verifier, too. */
    String unguessable() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return base64(bytes);
    }

    /** What may be shown of a verifier before it is presented (section 4.2). */
    static String challenge(Secret verifier) {
        try {
            return base64(MessageDigest.getInstance("SHA-256")
                    .digest(verifier.reveal().getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** True for what section 4.1 allows. */
    static boolean isVerifier(Secret text) {
        return text.reveal().matches("[A-Za-z0-9._~-]{43,128}");
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
