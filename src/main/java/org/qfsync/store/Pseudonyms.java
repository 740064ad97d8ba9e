package org.qfsync.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@code mart.user_key}: under which key analysts see each user. It is HMAC-SHA-256 (RFC 2104) of the sub under a random
 * secret of this database: it stays the same from night to night and for who comes back after an erasure, and tells
 * nothing to whoever has not the secret. Writes join the caller's transaction.
 */
final class Pseudonyms {
    private static final Logger LOG = LoggerFactory.getLogger(Pseudonyms.class);
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SECRET_BYTES = 32;
    private static final int DIGITS = 32;
    private static final int SLICES = 64;
    private static final int ROWS_AT_ONCE = 1_000;
    private static final String INSERT =
            "INSERT INTO mart.user_key (sub, user_key, row_secret, slice) SELECT ?, ?, ?, ?"
                    + " WHERE NOT EXISTS (SELECT 1 FROM mart.user_key WHERE sub = ?)";

    private final JdbcTemplate jdbc;

    Pseudonyms(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Makes the secret if there is none, and gives a key to every user who has none. To be called outside a transaction. */
    void prepare(Clock clock) {
        try {
            if (secrets().isEmpty()) {
                makeSecret(clock);
            }
            addMissing();
        } catch (DuplicateKeyException e) {
            LOG.debug("Another process is giving users their keys at the same time: {}", e.toString());
        }
    }

    private void makeSecret(Clock clock) {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        jdbc.update(
                "INSERT INTO mart.pseudonym_key (id, secret, made_at) VALUES (1, ?, ?)",
                secret,
                Timestamps.of(clock.instant()));
    }

    private void addMissing() {
        List<String> without = jdbc.queryForList("""
                SELECT u.sub FROM qf.app_user u
                WHERE NOT EXISTS (SELECT 1 FROM mart.user_key k WHERE k.sub = u.sub)
                """, String.class);
        if (!without.isEmpty()) {
            Keys keys = keys();
            jdbc.batchUpdate(INSERT, without, ROWS_AT_ONCE, (statement, sub) -> {
                statement.setString(1, sub);
                statement.setString(2, keys.userKey(sub));
                statement.setString(3, keys.rowSecret(sub));
                statement.setInt(4, keys.slice(sub));
                statement.setString(5, sub);
            });
        }
    }

    /** Gives that user a key; who has one keeps it. */
    void add(String sub) {
        Keys keys = keys();
        jdbc.update(INSERT, sub, keys.userKey(sub), keys.rowSecret(sub), keys.slice(sub), sub);
    }

    private Keys keys() {
        return new Keys(secrets().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the database is not prepared")));
    }

    private List<byte[]> secrets() {
        return jdbc.queryForList("SELECT secret FROM mart.pseudonym_key", byte[].class);
    }

    /** What is derived from the secret. Not thread-safe. */
    private static final class Keys {
        private final Mac mac;

        Keys(byte[] secret) {
            try {
                mac = Mac.getInstance(ALGORITHM);
                mac.init(new SecretKeySpec(secret, ALGORITHM));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        String userKey(String sub) {
            return digits(sub);
        }

        /** A sub holds no control character, so that no other user's key is this one's. */
        String rowSecret(String sub) {
            return digits("rows\u0000" + sub);
        }

        /** Which of the slices of users they are counted in, see {@code mart.slice}. */
        int slice(String sub) {
            return Integer.parseInt(userKey(sub).substring(0, 2), 16) % SLICES;
        }

        private String digits(String text) {
            return HexFormat.of()
                    .formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)))
                    .substring(0, DIGITS);
        }
    }
}
