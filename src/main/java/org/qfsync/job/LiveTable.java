package org.qfsync.job;

import java.util.Optional;
import org.qfsync.domain.Verdict;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** In the database, for processes that can all open it: the status in a row of its own, the request in the lease. */
final class LiveTable implements LiveBoard {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;
    private final RunLease lease;

    LiveTable(JdbcClient jdbc, RunLease lease) {
        this.jdbc = jdbc;
        this.lease = lease;
    }

    /** Whoever takes the lease takes it without what was asked of the holder before. */
    @Override
    public void begin() {}

    @Override
    public boolean isBeginning() {
        return lease.isHeldByTheLiving();
    }

    @Override
    public void publish(LiveRun now, String owner) {
        jdbc.sql("""
                        UPDATE ops.live_run SET owner = :owner, status = :status, published_at = CURRENT_TIMESTAMP
                        WHERE id = 1 AND EXISTS (SELECT 1 FROM ops.run_lease WHERE id = 1 AND owner = :owner)
                        """)
                .param("owner", owner)
                .param("status", JSON.writeValueAsString(now))
                .update();
    }

    @Override
    public void end(Optional<LiveRun> end, String owner) {
        jdbc.sql("""
                        UPDATE ops.live_run SET owner = NULL, status = NULL, published_at = NULL
                        WHERE id = 1 AND owner = :owner
                        """).param("owner", owner).update();
    }

    /** The books tell. */
    @Override
    public Optional<Verdict> verdictOf(long runId) {
        return jdbc.sql("SELECT verdict FROM ops.run WHERE run_id = :run AND verdict IS NOT NULL")
                .param("run", runId)
                .query(String.class)
                .optional()
                .map(Verdict::valueOf);
    }

    @Override
    public Optional<LiveRun> read() {
        if (!lease.isHeldByTheLiving()) {
            return Optional.empty();
        }
        return jdbc.sql("""
                        SELECT s.status FROM ops.live_run s JOIN ops.run_lease l ON l.owner = s.owner
                        WHERE s.status IS NOT NULL
                        """).query(String.class).optional().map(status -> JSON.readValue(status, LiveRun.class));
    }

    @Override
    public boolean isLeftBehind(LiveRun run) {
        return jdbc.sql("SELECT COUNT(*) FROM ops.live_run WHERE owner = :attempt")
                        .param("attempt", run.attempt())
                        .query(Long.class)
                        .single()
                > 0;
    }

    @Override
    public void requestStop(LiveRun run, String by) {
        jdbc.sql("""
                        UPDATE ops.run_lease SET stop_requested_at = CURRENT_TIMESTAMP, stop_requested_by = :by
                        WHERE id = 1 AND run_id = :run AND owner = :attempt
                        """)
                .param("by", by)
                .param("run", run.runId())
                .param("attempt", run.attempt())
                .update();
    }

    @Override
    public Optional<String> stopRequestedBy(LiveRun run, String owner) {
        return jdbc.sql("""
                        SELECT COALESCE(stop_requested_by, 'somebody') FROM ops.run_lease
                        WHERE id = 1 AND owner = :owner AND stop_requested_at IS NOT NULL
                        """).param("owner", owner).query(String.class).optional();
    }
}
