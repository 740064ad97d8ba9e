package org.qfsync.job;

import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.qfsync.domain.SyncException;
import org.qfsync.store.Batches;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code ops.user_run}: whom a pass has to work off, and what became of each. Written once at the start of the pass, so
 * that a restart takes up exactly what is left. Thread-safe.
 */
final class WorkList {
    private final JdbcClient jdbc;
    private final Clock clock;

    WorkList(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** All users with a grant that was not withdrawn; who waited longest comes first. */
    int writeAll(long runId, String clientId) {
        return jdbc.sql("""
                        INSERT INTO ops.user_run (run_id, sub, position, state)
                        SELECT :run, g.sub, ROW_NUMBER() OVER (ORDER BY u.last_synced_at ASC NULLS FIRST, g.sub),
                            'PENDING'
                        FROM ops.grant_status g LEFT JOIN qf.app_user u ON u.sub = g.sub
                        WHERE g.client_id = :client AND g.state <> 'REVOKED'
                        """).param("run", runId).param("client", clientId).update();
    }

    /** Those of these users whose grant was not withdrawn. */
    int writeChosen(long runId, String clientId, Set<String> subs) {
        AtomicInteger written = new AtomicInteger();
        Batches.each(
                List.copyOf(subs),
                batch -> written.addAndGet(jdbc.sql("""
                        INSERT INTO ops.user_run (run_id, sub, position, state)
                        SELECT :run, sub, CAST(:written AS BIGINT) + ROW_NUMBER() OVER (ORDER BY sub), 'PENDING'
                        FROM ops.grant_status
                        WHERE client_id = :client AND state <> 'REVOKED' AND sub IN (:subs)
                        """)
                        .param("run", runId)
                        .param("written", written.get())
                        .param("client", clientId)
                        .param("subs", batch)
                        .update()));
        return written.get();
    }

    /** Everybody on the list, whatever became of them. */
    Set<String> users(long runId) {
        return jdbc.sql("SELECT sub FROM ops.user_run WHERE run_id = :run")
                .param("run", runId)
                .query(String.class)
                .set();
    }

    /** The users that an earlier pass left open, and that nobody has mended since. */
    int writeOpenRest(long runId, long earlierRunId) {
        return jdbc.sql("""
                        INSERT INTO ops.user_run (run_id, sub, position, state)
                        SELECT :run, u.sub, ROW_NUMBER() OVER (ORDER BY u.position), 'PENDING'
                        FROM ops.user_run u
                        WHERE u.run_id = :earlier AND u.state IN ('FAILED', 'PENDING') AND %s
                        """.formatted(OpenWork.STILL_OPEN))
                .param("run", runId)
                .param("earlier", earlierRunId)
                .update();
    }

    /** The next pending users after a position, in order. */
    List<Pending> pendingAfter(long runId, long position, int limit) {
        return jdbc.sql("""
                        SELECT sub, position FROM ops.user_run
                        WHERE run_id = :run AND state = 'PENDING' AND position > :position
                        ORDER BY position LIMIT :limit
                        """)
                .param("run", runId)
                .param("position", position)
                .param("limit", limit)
                .query((row, n) -> new Pending(row.getString("sub"), row.getLong("position")))
                .list();
    }

    void record(long runId, UserOutcome outcome, Instant startedAt) {
        SyncException failure = outcome.failure();
        jdbc.sql("""
                        UPDATE ops.user_run SET state = :state, failure_kind = :kind, error_class = :code,
                            http_status = :status, dataset = :dataset, message = :message, hint = :hint,
                            requests = requests + :requests, refreshes = refreshes + :refreshes,
                            started_at = :started, ended_at = :ended
                        WHERE run_id = :run AND sub = :sub
                        """)
                .param("state", outcome.state())
                .param("kind", failure == null ? null : failure.kind().name(), Types.VARCHAR)
                .param("code", failure == null ? null : failure.code(), Types.VARCHAR)
                .param("status", failure == null ? null : failure.httpStatus(), Types.INTEGER)
                .param(
                        "dataset",
                        outcome.dataset() == null ? null : outcome.dataset().id(),
                        Types.VARCHAR)
                .param("message", failure == null ? null : failure.getMessage(), Types.VARCHAR)
                .param("hint", failure == null ? null : failure.hint(), Types.VARCHAR)
                .param("requests", outcome.requests())
                .param("refreshes", outcome.refreshes())
                .param("started", utc(startedAt))
                .param("ended", utc(clock.instant()))
                .param("run", runId)
                .param("sub", outcome.sub())
                .update();
    }

    /** A user who was erased while the list was written leaves no trace on it, either. */
    void dropErased(long runId) {
        jdbc.sql("""
                        DELETE FROM ops.user_run WHERE run_id = :run
                            AND NOT EXISTS (SELECT 1 FROM ops.grant_status g WHERE g.sub = ops.user_run.sub)
                        """).param("run", runId).update();
    }

    Counts count(long runId) {
        return jdbc.sql("""
                        SELECT COUNT(*) AS users,
                            SUM(CASE WHEN state = 'PENDING' THEN 1 ELSE 0 END) AS pending,
                            SUM(CASE WHEN state = 'FAILED' THEN 1 ELSE 0 END) AS failed
                        FROM ops.user_run WHERE run_id = :run
                        """)
                .param("run", runId)
                .query((row, n) -> new Counts(row.getLong("users"), row.getLong("pending"), row.getLong("failed")))
                .single();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    record Pending(String sub, long position) {}

    record Counts(long users, long pending, long failed) {}
}
