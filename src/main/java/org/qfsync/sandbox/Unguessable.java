package org.qfsync.sandbox;

import java.security.SecureRandom;
import java.util.Base64;

/** Random texts and numbers for what nobody may guess, not even who knows the seed. Thread-safe. */
final class Unguessable {
    private static final String EASY_TO_READ = "BCDFGHJKLMNPQRSTVWXZ"; // RFC 8628 §6.1: no vowels, no words
    private static final int USER_CODE_LENGTH = 8;

    private final SecureRandom random = new SecureRandom();

    /** 256 random bits for a URL. */
    String text() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Never 0. */
    long number() {
        long number = random.nextLong();
        return number == 0 ? 1 : number;
    }

    int salt() {
        return random.nextInt();
    }

    /** A code that a person reads from one screen and types into another. */
    String userCode() {
        StringBuilder code = new StringBuilder(USER_CODE_LENGTH + 1);
        for (int i = 0; i < USER_CODE_LENGTH; i++) {
            code.append(EASY_TO_READ.charAt(random.nextInt(EASY_TO_READ.length())));
        }
        return code.insert(USER_CODE_LENGTH / 2, '-').toString();
    }
}
