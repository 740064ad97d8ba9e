package org.qfsync.enrolment;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.Secret;

/**
 * The key by which an application proves itself at {@code POST /api/consents/exchange}. Only the hash is configured,
 * and a plain one does: with 256 random bits there is nothing to guess.
 *
 * @param application whose key it is
 * @param key to be handed to the application, once
 */
public record ApplicationKey(String application, Secret key) {
    /** So that whoever finds one, a scanner of sources too, knows what it is. */
    private static final String PREFIX = "qfsync_app_";

    private static final int BYTES = 32;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** A new one, kept nowhere. */
    public static ApplicationKey generate(String application) {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return new ApplicationKey(
                application,
                new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random)));
    }

    /** What the configuration holds of it. */
    public String entry() {
        return application + ":" + hash(key);
    }

    /** True for a name that the configuration takes. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    static String hash(Secret key) {
        return Fingerprint.longOf(key.reveal());
    }
}
