package org.qfsync.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The only form in which a secret or a user's {@code sub} may be printed: 8 hex digits of its SHA-256. */
public final class Fingerprint {
    private Fingerprint() {}

    /** The first 8 hex digits of the SHA-256 of the value's UTF-8 form. */
    public static String of(String value) {
        return HexFormat.of().formatHex(sha256(value), 0, 4);
    }

    /** The whole SHA-256 in hex, for names that must not collide. */
    public static String longOf(String value) {
        return HexFormat.of().formatHex(sha256(value));
    }

    private static byte[] sha256(String value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
