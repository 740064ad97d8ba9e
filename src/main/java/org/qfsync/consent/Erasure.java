package org.qfsync.consent;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.qfsync.domain.Fingerprint;
import org.qfsync.store.Database;
import org.qfsync.store.Deployment;
import org.qfsync.store.Dialect;
import org.qfsync.store.StaleSlices;
import org.qfsync.store.SyncedUsers;
import org.qfsync.store.UserRows;
import org.qfsync.token.Actor;
import org.qfsync.token.AuditEvent;
import org.qfsync.token.Disconnected;
import org.qfsync.token.Tokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deletes a user at once and for good: the consent is withdrawn, then every row of theirs is deleted from every table,
 * history and results included, and the grant with them. A run that is at work on the user right then cannot bring them
 * back: its commit finds no standing grant. Whether the authorization server can be reached makes no difference here.
 * Thread-safe.
 */
public final class Erasure {
    private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);
    private static final String BACKUPS =
            "Backups made before this erasure still hold the data: delete or replace them within 90 days.";
    private static final String H2 =
            "The H2 file is written anew, without the deleted rows, when the program that erased them closes it.";
    private static final String POSTGRESQL = "PostgreSQL overwrites deleted rows after its next VACUUM; VACUUM FULL"
            + " rewrites a table at once. Archived write-ahead logs keep them as backups do.";

    private final Tokens tokens;
    private final UserRows rows;
    private final SyncedUsers users;
    private final Database database;
    private final StaleSlices slices;
    private final Clock clock;
    private final TransactionTemplate transaction;

    public Erasure(
            Tokens tokens, UserRows rows, SyncedUsers users, Database database, StaleSlices slices, Clock clock) {
        this.tokens = tokens;
        this.rows = rows;
        this.users = users;
        this.database = database;
        this.slices = slices;
        this.clock = clock;
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(database.dataSource()));
    }

    /**
     * Erases the user; where there is no such user, whatever is left of them.
     *
     * @param who asked for it
     * @return what was done, durable by then
     */
    public ErasureReceipt erase(String sub, Actor who) {
        Instant requestedAt = clock.instant();
        users.withdrew(sub, requestedAt);
        Disconnected disconnected = tokens.lifecycle().disconnect(sub, who, requestedAt);
        Map<String, Long> deleted =
                Objects.requireNonNull(transaction.execute(status -> delete(sub, who, disconnected)));
        ErasureReceipt receipt = receipt(sub, requestedAt, disconnected, deleted);
        if (receipt.hadGrant() || receipt.rows() > 0) {
            database.flushDurably();
            database.compactOnClose();
            slices.refreshSoon();
            LOG.info("Erased user {}: {} rows", Fingerprint.of(sub), receipt.rows());
        }
        return receipt;
    }

    private Map<String, Long> delete(String sub, Actor who, Disconnected disconnected) {
        Map<String, Long> deleted = rows.delete(sub);
        boolean forgotten = tokens.lifecycle().forget(sub);
        long total = deleted.values().stream().mapToLong(Long::longValue).sum();
        if (forgotten || total > 0) {
            tokens.audit()
                    .record(
                            who,
                            AuditEvent.ERASED,
                            Optional.of(sub),
                            total + " rows; upstream: " + disconnected.upstream());
        }
        return deleted;
    }

    private ErasureReceipt receipt(
            String sub, Instant requestedAt, Disconnected disconnected, Map<String, Long> deleted) {
        Deployment deployment = database.deployment().orElseThrow();
        return new ErasureReceipt(
                Fingerprint.longOf(sub),
                deployment.environment().id(),
                tokens.vault().clientId(),
                deployment.deploymentId(),
                requestedAt,
                clock.instant(),
                disconnected.known(),
                disconnected.upstream(),
                deleted,
                List.of(database.dialect() == Dialect.H2 ? H2 : POSTGRESQL, BACKUPS));
    }
}
