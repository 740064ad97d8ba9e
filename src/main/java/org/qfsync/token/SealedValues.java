package org.qfsync.token;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.Secret;
import org.qfsync.token.TokenSealer.Column;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is sealed in the database, of whichever client, by the key that each ciphertext names. Thread-safe. */
final class SealedValues {
    private static final Logger LOG = LoggerFactory.getLogger(SealedValues.class);
    private static final int PAGE = 100;

    private final JdbcClient jdbc;
    private final GrantTransaction transaction;
    private final TokenSealer sealer;

    SealedValues(JdbcClient jdbc, GrantTransaction transaction, TokenSealer sealer) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.sealer = sealer;
    }

    /** How many tokens of that kind each key has sealed; what names no key counts for the key "". */
    Map<String, Long> perKey(Column column) {
        Map<String, Long> counts = new HashMap<>();
        jdbc.sql("""
                        SELECT SUBSTRING(%1$s FROM 1 FOR 5) AS prefix, COUNT(*) AS sealed FROM ops.user_grant
                        WHERE %1$s IS NOT NULL GROUP BY SUBSTRING(%1$s FROM 1 FOR 5)
                        """.formatted(name(column))).query(row -> {
            String key = Keys.keyOf(row.getBytes("prefix")).orElse("");
            counts.merge(key, row.getLong("sealed"), Long::sum);
        });
        return counts;
    }

    /**
     * Seals anew all that another key than this one has sealed, a page at a time, each value only where it still
     * stands: what a refresh or a new consent replaces meanwhile is sealed with the new key already.
     *
     * @param primary the key that {@link TokenSealer} seals with by now
     * @return how many values were sealed anew, and how many could not be opened and were left alone
     */
    Resealed reseal(String primary) {
        Pass pass = new Pass(primary);
        List<Row> page = page(primary, "", "");
        while (!page.isEmpty()) {
            List<Row> rows = page;
            transaction.commit(() -> pass.reseal(rows));
            Row last = rows.get(rows.size() - 1);
            page = page(primary, last.clientId, last.sub);
        }
        return new Resealed(pass.values, pass.unreadable);
    }

    private boolean replace(Row row, Column column, byte[] ciphertext, SealedToken fresh) {
        return jdbc.sql("""
                        UPDATE ops.user_grant SET %1$s = :fresh
                        WHERE client_id = :client AND sub = :sub AND generation = :generation AND %1$s = :standing
                        """.formatted(name(column)))
                        .param("fresh", fresh.ciphertext())
                        .param("client", row.clientId)
                        .param("sub", row.sub)
                        .param("generation", row.generation)
                        .param("standing", ciphertext)
                        .update()
                == 1;
    }

    private List<Row> page(String primary, String afterClient, String afterSub) {
        return jdbc.sql("""
                        SELECT client_id, sub, generation, refresh_token_sealed, access_token_sealed
                        FROM ops.user_grant
                        WHERE (SUBSTRING(refresh_token_sealed FROM 1 FOR 5) <> :prefix
                            OR SUBSTRING(access_token_sealed FROM 1 FOR 5) <> :prefix)
                        AND (client_id > :client OR (client_id = :client AND sub > :sub))
                        ORDER BY client_id, sub LIMIT :page
                        """)
                .param("prefix", Keys.prefix(primary))
                .param("client", afterClient)
                .param("sub", afterSub)
                .param("page", PAGE)
                .query((row, n) -> new Row(
                        row.getString("client_id"),
                        row.getString("sub"),
                        row.getLong("generation"),
                        bytes(row.getBytes("refresh_token_sealed")),
                        bytes(row.getBytes("access_token_sealed"))))
                .list();
    }

    private static Optional<byte[]> bytes(byte @Nullable [] value) {
        return Optional.ofNullable(value);
    }

    private static String name(Column column) {
        return switch (column) {
            case REFRESH_TOKEN -> "refresh_token_sealed";
            case ACCESS_TOKEN -> "access_token_sealed";
        };
    }

    private record Row(
            String clientId,
            String sub,
            long generation,
            Optional<byte[]> refreshToken,
            Optional<byte[]> accessToken) {}

    /**
     * What sealing anew came to.
     *
     * @param values that are sealed with the new key now
     * @param unreadable that no key of ours opens
     */
    record Resealed(long values, long unreadable) {}

    /** One walk over all rows, by one thread. */
    private final class Pass {
        private final String primary;
        private long values;
        private long unreadable;

        Pass(String primary) {
            this.primary = primary;
        }

        int reseal(List<Row> rows) {
            for (Row row : rows) {
                row.refreshToken.ifPresent(value -> reseal(row, Column.REFRESH_TOKEN, value));
                row.accessToken.ifPresent(value -> reseal(row, Column.ACCESS_TOKEN, value));
            }
            return rows.size();
        }

        private void reseal(Row row, Column column, byte[] ciphertext) {
            if (Keys.keyOf(ciphertext).equals(Optional.of(primary))) {
                return;
            }
            try {
                Secret token = sealer.open(new SealedToken(ciphertext), row.clientId, row.sub, column, row.generation);
                SealedToken fresh = sealer.seal(token, row.clientId, row.sub, column, row.generation);
                values += replace(row, column, ciphertext, fresh) ? 1 : 0;
            } catch (PermanentException e) {
                unreadable++;
                LOG.warn("A {} of user {} cannot be opened and stays as it is", name(column), Fingerprint.of(row.sub));
            }
        }
    }
}
