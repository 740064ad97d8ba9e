package org.qfsync.content;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qfsync.store.Scope;
import org.qfsync.store.Stamp;
import org.qfsync.store.TableSpec;
import org.qfsync.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The books over the resources of Content Sync ({@code qf.content_resource}). Joins the caller's transaction. Thread-safe. */
final class ContentResources {
    private final JdbcClient jdbc;

    ContentResources(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether its rows can be had. */
    enum State {
        AVAILABLE,
        /** The service has no snapshot of it; every run asks again. */
        UNAVAILABLE,
        /** The feed said that it is gone, or left it out when it listed everything; it will say if it comes back. */
        WITHDRAWN
    }

    /**
     * What the books say of one.
     *
     * @param rows live records
     * @param fetched whether a snapshot of it was ever stored
     */
    record Entry(ContentResource resource, State state, long rows, boolean fetched, Optional<String> reason) {
        /** True if the feed alone cannot be trusted to bring its rows. */
        boolean isMissing() {
            return state != State.WITHDRAWN && (state == State.UNAVAILABLE || rows == 0 || !fetched);
        }

        boolean holdsRows() {
            return state != State.WITHDRAWN && rows > 0;
        }
    }

    List<Entry> ofGroup(String group) {
        return jdbc.sql("SELECT resource_id, state, row_count, snapshot_at, reason FROM qf.content_resource"
                        + " WHERE resource_group = ? ORDER BY resource_id")
                .param(group)
                .query((row, n) -> new Entry(
                        new ContentResource(group, row.getLong("resource_id")),
                        State.valueOf(row.getString("state")),
                        row.getLong("row_count"),
                        row.getObject("snapshot_at") != null,
                        Optional.ofNullable(row.getString("reason"))))
                .list();
    }

    /** Live rows of all of them: their records, and the foot notes that came inside of records. */
    long rows() {
        return jdbc.sql("SELECT (SELECT COALESCE(SUM(row_count), 0) FROM qf.content_resource)"
                        + " + (SELECT COUNT(*) FROM qf.foot_note WHERE deleted_at IS NULL)")
                .query(Long.class)
                .single();
    }

    /** Live rows of a table's scope. */
    long count(TableSpec table, Scope scope) {
        var query = jdbc.sql("SELECT COUNT(*) FROM " + table.table() + " WHERE deleted_at IS NULL AND "
                + String.join(" = ? AND ", scope.values().keySet()) + " = ?");
        for (Object value : scope.values().values()) {
            query = query.param(value);
        }
        return query.query(Long.class).single();
    }

    /** Whether a record was ever stored, live or not. */
    boolean knows(TableSpec table, Scope scope) {
        var query = jdbc.sql("SELECT COUNT(*) FROM " + table.table() + " WHERE "
                + String.join(" = ? AND ", scope.values().keySet()) + " = ?");
        for (Object value : scope.values().values()) {
            query = query.param(value);
        }
        return query.query(Long.class).single() > 0;
    }

    /** A snapshot of it was stored. */
    void fetched(ContentResource resource, @Nullable Long contentId, @Nullable Long sequence, long rows, Stamp stamp) {
        state(resource, State.AVAILABLE, null, stamp);
        jdbc.sql(
                        "UPDATE qf.content_resource SET resource_content_id = COALESCE(CAST(? AS BIGINT), resource_content_id),"
                                + " sync_sequence = ?, row_count = ?, snapshot_at = ?"
                                + " WHERE resource_group = ? AND resource_id = ?")
                .param(contentId)
                .param(sequence)
                .param(rows)
                .param(Timestamps.of(stamp.at()))
                .param(resource.group())
                .param(resource.id())
                .update();
    }

    /** Single rows of it changed. */
    void changed(ContentResource resource, long rows, Stamp stamp) {
        state(resource, State.AVAILABLE, null, stamp);
        jdbc.sql("UPDATE qf.content_resource SET row_count = ? WHERE resource_group = ? AND resource_id = ?")
                .param(rows)
                .param(resource.group())
                .param(resource.id())
                .update();
    }

    /** No snapshot can be had; rows that are stored stay. */
    void unavailable(ContentResource resource, String why, Stamp stamp) {
        state(resource, State.UNAVAILABLE, why, stamp);
    }

    /** The service took it back; its rows are removed. */
    void withdrawn(ContentResource resource, String why, Stamp stamp) {
        state(resource, State.WITHDRAWN, why, stamp);
        jdbc.sql("UPDATE qf.content_resource SET row_count = 0 WHERE resource_group = ? AND resource_id = ?")
                .param(resource.group())
                .param(resource.id())
                .update();
    }

    private void state(ContentResource resource, State state, @Nullable String why, Stamp stamp) {
        int known = jdbc.sql("UPDATE qf.content_resource SET state = ?, reason = ?, run_id = ?"
                        + " WHERE resource_group = ? AND resource_id = ?")
                .param(state.name())
                .param(why)
                .param(stamp.runId())
                .param(resource.group())
                .param(resource.id())
                .update();
        if (known == 0) {
            jdbc.sql(
                            "INSERT INTO qf.content_resource (resource_group, resource_id, state, reason, first_seen_at, run_id)"
                                    + " VALUES (?, ?, ?, ?, ?, ?)")
                    .param(resource.group())
                    .param(resource.id())
                    .param(state.name())
                    .param(why)
                    .param(Timestamps.of(stamp.at()))
                    .param(stamp.runId())
                    .update();
        }
    }

    /** The feed named a change of it. */
    void announced(ContentResource resource, Instant at) {
        jdbc.sql("UPDATE qf.content_resource SET announced_at = ? WHERE resource_group = ? AND resource_id = ?")
                .param(Timestamps.of(at))
                .param(resource.group())
                .param(resource.id())
                .update();
    }

    /** A sync that covers the filter is complete: what could be had is now as the service has it. */
    void complete(ResourceFilter filter, Stamp stamp) {
        for (Entry entry : ofGroup(filter.group())) {
            if (filter.covers(entry.resource()) && entry.state() == State.AVAILABLE) {
                jdbc.sql("UPDATE qf.content_resource SET last_complete_sync_at = ?"
                                + " WHERE resource_group = ? AND resource_id = ?")
                        .param(Timestamps.of(stamp.at()))
                        .param(entry.resource().group())
                        .param(entry.resource().id())
                        .update();
            }
        }
    }
}
