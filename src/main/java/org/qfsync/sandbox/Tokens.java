package org.qfsync.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and reads tokens. A token carries its own facts, disguised and signed with a key derived from the seed, so
 * that the sandbox stores none. Thread-safe.
 */
final class Tokens {
    /** What a token is good for. */
    enum Kind {
        APP('a', "ory_at_"),
        USER_ACCESS('u', "ory_at_"),
        REFRESH('r', "ory_rt_");

        private final char code;
        private final String prefix;

        Kind(char code, String prefix) {
            this.code = code;
            this.prefix = prefix;
        }

        private static Kind of(byte code) {
            return Arrays.stream(values())
                    .filter(kind -> kind.code == code)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no such kind of token"));
        }
    }

    /**
     * The facts of a token.
     *
     * @param client number of the client that it was given to
     * @param subject index of the user; a serial number for an app token
     * @param grant id of the grant, a random number but for the grants of the beginning; 0 for an app token
     * @param generation how many rotations preceded it
     * @param epoch how often all access tokens had been expired by hand
     * @param issuedAt when; the epoch second 0 for a refresh token, whose age is that of its grant's last rotation
     * @param salt a random number; 0 for a refresh token, which so depends on the seed and its grant alone
     */
    record Token(
            Kind kind, int client, int subject, long grant, int generation, int epoch, Instant issuedAt, int salt) {
        static Token ofApp(int client, int serial, boolean readsContent, int epoch, Instant now, int salt) {
            // the generation of an app token tells whether it may read content
            return new Token(Kind.APP, client, serial, 0, readsContent ? 1 : 0, epoch, now, salt);
        }

        static Token access(Grant grant, int epoch, Instant now, int salt) {
            return new Token(
                    Kind.USER_ACCESS, grant.client(), grant.user(), grant.id(), grant.generation(), epoch, now, salt);
        }

        static Token refresh(Grant grant) {
            return new Token(
                    Kind.REFRESH, grant.client(), grant.user(), grant.id(), grant.generation(), 0, Instant.EPOCH, 0);
        }
    }

    private static final int BODY_LENGTH = 30; // at most what an HMAC-SHA-256 can disguise
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec key;

    Tokens(Seeded seeded) {
        byte[] bytes = ByteBuffer.allocate(32)
                .putLong(seeded.at(10))
                .putLong(seeded.at(11))
                .putLong(seeded.at(12))
                .putLong(seeded.at(13))
                .array();
        key = new SecretKeySpec(bytes, "HmacSHA256");
    }

    String write(Token token) {
        byte[] body = ByteBuffer.allocate(BODY_LENGTH)
                .put((byte) token.kind().code)
                .put((byte) token.client())
                .putInt(token.subject())
                .putLong(token.grant())
                .putInt(token.generation())
                .putInt(token.epoch())
                .putInt((int) token.issuedAt().getEpochSecond())
                .putInt(token.salt())
                .array();
        byte[] signature = sign(body);
        return token.kind().prefix + ENCODER.encodeToString(disguise(body, signature)) + "."
                + ENCODER.encodeToString(signature);
    }

    Optional<Token> read(String text) {
        int dot = text.indexOf('.');
        if (dot < 0 || !(text.startsWith("ory_at_") || text.startsWith("ory_rt_"))) {
            return Optional.empty();
        }
        try {
            byte[] signature = Base64.getUrlDecoder().decode(text.substring(dot + 1));
            byte[] disguised = Base64.getUrlDecoder().decode(text.substring(Kind.APP.prefix.length(), dot));
            if (disguised.length != BODY_LENGTH || signature.length < BODY_LENGTH) {
                return Optional.empty();
            }
            byte[] body = disguise(disguised, signature);
            return MessageDigest.isEqual(sign(body), signature)
                    ? Optional.of(decode(body)).filter(token -> text.equals(write(token)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not even Base64: not ours
        }
    }

    /** Proof of who someone is, for instance the client secret; stable for a seed. */
    String derive(String purpose) {
        return ENCODER.encodeToString(Arrays.copyOf(sign(purpose.getBytes(StandardCharsets.UTF_8)), 12));
    }

    private static Token decode(byte[] body) {
        ByteBuffer buffer = ByteBuffer.wrap(body);
        return new Token(
                Kind.of(buffer.get()),
                buffer.get(),
                buffer.getInt(),
                buffer.getLong(),
                buffer.getInt(),
                buffer.getInt(),
                Instant.ofEpochSecond(buffer.getInt()),
                buffer.getInt());
    }

    private static byte[] disguise(byte[] body, byte[] signature) {
        byte[] result = new byte[body.length];
        for (int i = 0; i < body.length; i++) {
            result[i] = (byte) (body[i] ^ signature[i]);
        }
        return result;
    }

    private byte[] sign(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HMAC-SHA-256", e);
        }
    }
}
