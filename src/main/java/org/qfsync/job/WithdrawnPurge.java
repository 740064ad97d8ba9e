package org.qfsync.job;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.SyncException;
import org.qfsync.store.Database;
import org.qfsync.store.SyncedUsers;
import org.qfsync.store.Timestamps;
import org.qfsync.store.UserRows;
import org.qfsync.token.Actor;
import org.qfsync.token.AuditEvent;
import org.qfsync.token.Tokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deletes for good what is left of users who withdrew their consent and whose time is over. Needs nothing but the
 * database, so that neither an outage nor a complete night keeps it from being done. Thread-safe.
 */
final class WithdrawnPurge {
    private static final Logger LOG = LoggerFactory.getLogger(WithdrawnPurge.class);
    private static final Actor PURGE = Actor.program("purge");

    private final JdbcClient jdbc;
    private final boolean rehearsal;
    private final TransactionTemplate transaction;
    private final SyncedUsers users;
    private final UserRows rows;
    private final Tokens tokens;
    private final Clock clock;

    WithdrawnPurge(
            Database database,
            TransactionTemplate transaction,
            SyncedUsers users,
            UserRows rows,
            Tokens tokens,
            Clock clock) {
        this.jdbc = JdbcClient.create(database.dataSource());
        this.rehearsal = database.isRehearsal();
        this.transaction = transaction;
        this.users = users;
        this.rows = rows;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * Deletes them, each in one transaction; who cannot be deleted does not keep the others, nor the night, waiting.
     *
     * @return how many users were erased
     */
    int purge() {
        if (rehearsal) {
            // A grant that is forgotten does not come back with the rows that are.
            return 0;
        }
        String client = tokens.vault().clientId();
        users.followGrants(client);
        int erased = 0;
        for (String sub : due(client)) {
            try {
                erased += Boolean.TRUE.equals(transaction.execute(status -> erase(sub))) ? 1 : 0;
            } catch (DataAccessException | SyncException e) {
                LOG.error("The data of user {} is due to be deleted and could not be", Fingerprint.of(sub), e);
            }
        }
        return erased;
    }

    private List<String> due(String client) {
        return jdbc.sql("""
                        SELECT sub FROM ops.grant_status
                        WHERE client_id = :client AND state = 'REVOKED' AND erase_at <= :now ORDER BY erase_at
                        """)
                .param("client", client)
                .param("now", Timestamps.of(clock.instant()))
                .query(String.class)
                .list();
    }

    /** @return false if the withdrawal itself is not finished yet, or the user consented again just now */
    private boolean erase(String sub) {
        if (!tokens.lifecycle().forget(sub)) {
            return false;
        }
        Map<String, Long> deleted = rows.delete(sub);
        long total = deleted.values().stream().mapToLong(Long::longValue).sum();
        tokens.audit().record(PURGE, AuditEvent.ERASED, Optional.of(sub), total + " rows, the time was over");
        LOG.info("Erased user {}, who had withdrawn: {} rows", Fingerprint.of(sub), total);
        return true;
    }
}
