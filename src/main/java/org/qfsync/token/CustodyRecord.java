package org.qfsync.token;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database says about itself, and whether it holds grants that could be used. Thread-safe. */
final class CustodyRecord {
    private final JdbcClient jdbc;
    private final GrantTransaction transaction;
    private final String place;

    /** @param place where the database is */
    CustodyRecord(JdbcClient jdbc, GrantTransaction transaction, String place) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.place = place;
    }

    /** Where it stands now; epoch 0 if none was ever counted. */
    CustodyMark now() {
        return jdbc.sql("SELECT deployment_id, COALESCE(custody_epoch, 0) AS epoch FROM ops.deployment")
                .query((row, n) -> new CustodyMark(
                        Objects.requireNonNull(row.getObject("deployment_id", UUID.class)),
                        row.getLong("epoch"),
                        place))
                .single();
    }

    /**
     * Begins a new epoch. Returns when it is durable, so that no crash can take it back.
     *
     * @param from where it was seen last
     * @param beyond which epoch it must be, too
     * @return empty if it is another database by now, or an older one
     */
    Optional<CustodyMark> advance(CustodyMark from, long beyond) {
        int advanced = transaction.commit(() -> jdbc.sql("""
                        UPDATE ops.deployment SET custody_epoch = GREATEST(COALESCE(custody_epoch, 0), :beyond) + 1
                        WHERE deployment_id = :deployment AND COALESCE(custody_epoch, 0) >= :seen
                        """)
                .param("beyond", beyond)
                .param("deployment", from.deployment())
                .param("seen", from.epoch())
                .update());
        return advanced == 1 ? Optional.of(now()) : Optional.empty();
    }

    /** The clients of all grants that are not at an end. */
    List<String> clientsWithGrants() {
        return jdbc.sql("SELECT DISTINCT client_id FROM ops.user_grant"
                        + " WHERE state IN ('ACTIVE', 'REFRESHING', 'IN_DOUBT') ORDER BY client_id")
                .query(String.class)
                .list();
    }
}
