package org.qfsync.token;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.DurabilityBarrier;
import org.qfsync.domain.Fingerprint;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * {@code ops.audit}: who did what to which grant, and when. Entries are only ever added: the database itself refuses
 * to change or delete one. They hold no secret and no {@code sub}, so that they outlive a user's erasure. Thread-safe.
 */
public final class Audit {
    private static final int LONGEST_DETAIL = 1000;
    private static final String SELECT = "SELECT audit_id, happened_at, actor_kind, actor, event, user_fingerprint, "
            + "detail FROM ops.audit WHERE client_id = ? ";

    private final JdbcTemplate jdbc;
    private final GrantTransaction transaction;
    private final Clock clock;
    private final String clientId;

    Audit(JdbcTemplate jdbc, GrantTransaction transaction, Clock clock, String clientId) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
        this.clientId = clientId;
    }

    /** Without a keyset: what concerns no token is noted also while none opens. */
    public static Audit of(DataSource database, DurabilityBarrier durability, ClientProperties client, Clock clock) {
        return new Audit(
                new JdbcTemplate(database),
                new GrantTransaction(new DataSourceTransactionManager(database), durability),
                clock,
                client.clientId());
    }

    /**
     * Adds an entry; in the caller's transaction if there is one, so that it stands exactly if the change does.
     *
     * @param sub empty where no single user is concerned
     * @param detail never a token, and nothing personal
     */
    public void record(Actor who, AuditEvent event, Optional<String> sub, String detail) {
        transaction.join(() -> insert(who, event, sub.orElse(null), detail));
    }

    /** What happened to the grant of that user, oldest first. */
    public List<AuditEntry> of(String sub) {
        return jdbc.query(
                SELECT + "AND user_fingerprint = ? ORDER BY audit_id",
                (row, n) -> entry(row),
                clientId,
                Fingerprint.longOf(sub));
    }

    /** The newest entries, newest first. */
    public List<AuditEntry> newest(int limit) {
        return jdbc.query(SELECT + "ORDER BY audit_id DESC LIMIT ?", (row, n) -> entry(row), clientId, limit);
    }

    /** The same for each of these users. */
    void recordAll(Actor who, AuditEvent event, Collection<String> subs, String detail) {
        transaction.join(() -> {
            subs.forEach(sub -> insert(who, event, sub, detail));
            return subs.size();
        });
    }

    private int insert(Actor who, AuditEvent event, @Nullable String sub, String detail) {
        return jdbc.update(
                """
                INSERT INTO ops.audit (happened_at, actor_kind, actor, event, client_id, user_fingerprint, detail)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                clock.instant().atOffset(ZoneOffset.UTC),
                who.kind().name(),
                who.name(),
                event.name(),
                clientId,
                sub == null ? null : Fingerprint.longOf(sub),
                detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL));
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("audit_id"),
                row.getObject("happened_at", OffsetDateTime.class).toInstant(),
                new Actor(Actor.Kind.valueOf(row.getString("actor_kind")), row.getString("actor")),
                AuditEvent.valueOf(row.getString("event")),
                Optional.ofNullable(row.getString("user_fingerprint")),
                Optional.ofNullable(row.getString("detail")).orElse(""));
    }
}
