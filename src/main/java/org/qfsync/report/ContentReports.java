package org.qfsync.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qfsync.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads how fresh the content is, and how far Content Sync is; never its tokens. Thread-safe. */
public final class ContentReports {
    private final JdbcClient jdbc;

    public ContentReports(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The datasets of the regular endpoints. */
    public List<Part> datasets() {
        return jdbc.sql("""
                        SELECT dataset, '' AS resource_group, CAST(NULL AS BIGINT) AS resource_id, dataset AS name,
                            row_count, last_complete_at, state, attribution, '' AS reason,
                            CAST(NULL AS TIMESTAMP WITH TIME ZONE) AS snapshot_at
                        FROM analytics.content_freshness WHERE dataset <> 'content_sync' ORDER BY dataset
                        """).query((row, n) -> part(row)).list();
    }

    /**
     * The resources of Content Sync.
     *
     * @param group only of this one; empty for all
     */
    public List<Part> resources(String group, int limit) {
        return jdbc.sql("""
                        SELECT f.dataset, f.resource_group, f.resource_id, COALESCE(f.name, '') AS name, f.row_count,
                            f.last_complete_at, f.state, f.attribution, COALESCE(r.reason, '') AS reason, r.snapshot_at
                        FROM analytics.content_freshness f
                        JOIN qf.content_resource r
                            ON r.resource_group = f.resource_group AND r.resource_id = f.resource_id
                        WHERE :group = '' OR r.resource_group = :group
                        ORDER BY CASE f.state WHEN 'fresh' THEN 1 ELSE 0 END, f.resource_group, f.resource_id
                        LIMIT :limit
                        """)
                .param("group", group)
                .param("limit", limit)
                .query((row, n) -> part(row))
                .list();
    }

    /** Of how many resources which group is. */
    public List<Group> groups() {
        return jdbc.sql("SELECT resource_group, COUNT(*) AS resources FROM qf.content_resource"
                        + " GROUP BY resource_group ORDER BY resource_group")
                .query((row, n) -> new Group(row.getString("resource_group"), row.getLong("resources")))
                .list();
    }

    /** How far Content Sync is, per filter. */
    public List<Checkpoint> checkpoints() {
        return jdbc.sql("""
                        SELECT filter, state, COALESCE(note, '') AS note, stored_at, last_complete_at, run_id,
                            CASE WHEN token IS NULL THEN 0 ELSE 1 END AS has_token
                        FROM ops.content_sync_token ORDER BY filter
                        """)
                .query((row, n) -> new Checkpoint(
                        row.getString("filter"),
                        row.getString("state"),
                        row.getString("note"),
                        row.getInt("has_token") == 1 ? Timestamps.find(row, "stored_at") : Optional.empty(),
                        Timestamps.find(row, "last_complete_at"),
                        row.getLong("run_id")))
                .list();
    }

    private static Part part(ResultSet row) throws SQLException {
        return new Part(
                row.getString("resource_group"),
                Optional.ofNullable(row.getObject("resource_id", Long.class)),
                row.getString("name"),
                row.getLong("row_count"),
                Timestamps.find(row, "last_complete_at"),
                Timestamps.find(row, "snapshot_at"),
                row.getString("state"),
                row.getString("reason"),
                row.getString("attribution"));
    }

    /**
     * A dataset, or a resource of Content Sync.
     *
     * @param group of a resource; else empty
     * @param completeAt when it was last as the service has it; empty if never
     * @param snapshotAt when a whole copy was last fetched
     * @param state as {@code analytics.content_freshness} has it
     * @param reason why it is not available; else empty
     * @param attribution whom to name where it is shown
     */
    public record Part(
            String group,
            Optional<Long> id,
            String name,
            long rows,
            Optional<Instant> completeAt,
            Optional<Instant> snapshotAt,
            String state,
            String reason,
            String attribution) {}

    /** A group of resources. */
    public record Group(String name, long resources) {}

    /**
     * How far one filter of Content Sync is.
     *
     * @param state COMPLETE, OPEN or BLOCKED
     * @param note why it is not complete; else empty
     * @param tokenSince since when its token is stored; empty while everything must be fetched anew
     * @param runId the run that last worked on it
     */
    public record Checkpoint(
            String filter,
            String state,
            String note,
            Optional<Instant> tokenSince,
            Optional<Instant> completeAt,
            long runId) {}
}
