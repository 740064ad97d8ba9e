package org.qfsync.console;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.qfsync.domain.Secret;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** Makes what the configuration holds of a password of the console. */
public final class PasswordHash {
    /** As many as anybody who signs in waits for without noticing, about a quarter of a second. */
    private static final int STRENGTH = 12;

    private static final int SHORTEST = 8;
    /** What bcrypt looks at; the rest of a longer password would not count. */
    private static final int MOST_BYTES = 72;

    private PasswordHash() {}

    /**
     * Hashes it by bcrypt, with a salt of its own.
     *
     * @throws IllegalArgumentException if the password is too short or too long; the message says so
     */
    public static String of(Secret password) {
        String text = password.reveal();
        if (text.codePointCount(0, text.length()) < SHORTEST) {
            throw new IllegalArgumentException("The password has fewer than " + SHORTEST + " characters");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new IllegalArgumentException("The password has more than " + MOST_BYTES + " bytes");
        }
        return Objects.requireNonNull(new BCryptPasswordEncoder(STRENGTH).encode(text));
    }
}
