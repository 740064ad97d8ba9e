package org.qfsync.content;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.qfsync.store.KeptRows;
import org.qfsync.store.Mapping;
import org.qfsync.store.Scope;
import org.qfsync.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What Content Sync has stored, as far as it may not be kept: resources that no complete sync has covered for too long,
 * because they are no longer configured, cannot be had, or met what we cannot apply; and rows that are long gone. Joins
 * the caller's transaction. Thread-safe.
 */
public final class SyncedResources {
    private final JdbcClient jdbc;
    private final KeptRows rows;

    public SyncedResources(JdbcClient jdbc, KeptRows rows) {
        this.jdbc = jdbc;
        this.rows = rows;
    }

    /**
     * Deletes the rows of overdue resources for good; a run that is asked for them fetches them anew.
     *
     * @param before resources whose last complete sync is older are overdue
     * @param blockedOnly true if the service was out of reach: what is overdue for that reason alone may be used on
     * @return how many rows were deleted
     */
    public long purge(Instant before, boolean blockedOnly) {
        List<ContentResource> overdue = jdbc.sql("""
                        SELECT r.resource_group, r.resource_id FROM qf.content_resource r
                        WHERE r.row_count > 0
                            AND COALESCE(r.last_complete_sync_at, r.snapshot_at, r.first_seen_at) < :before
                            AND (NOT CAST(:blockedOnly AS BOOLEAN) OR EXISTS (SELECT 1 FROM ops.content_sync_token t
                                WHERE t.resource_group = r.resource_group AND t.state = 'BLOCKED'))
                        """)
                .param("before", Timestamps.of(before))
                .param("blockedOnly", blockedOnly)
                .query((row, n) -> new ContentResource(row.getString("resource_group"), row.getLong("resource_id")))
                .list();
        return overdue.stream().mapToLong(this::purge).sum();
    }

    private long purge(ContentResource resource) {
        long deleted = rows.delete(
                RecordKind.RAW.table(),
                Scope.of("resource_group", resource.group()).and("resource_id", resource.id()));
        for (Mapping mapping : tablesOf(RecordKind.ofGroup(resource.group()))) {
            deleted += rows.delete(mapping.table(), Scope.of("resource_id", resource.id()));
        }
        jdbc.sql("UPDATE qf.content_resource SET row_count = 0 WHERE resource_group = :group AND resource_id = :id")
                .param("group", resource.group())
                .param("id", resource.id())
                .update();
        return deleted;
    }

    /** Deletes the rows that have been gone since before that time. */
    public void deleteGone(Instant before) {
        rows.deleteGone(RecordKind.RAW.table(), Scope.all(), before);
        tablesOf(RecordKind.all()).forEach(mapping -> rows.deleteGone(mapping.table(), Scope.all(), before));
    }

    private static List<Mapping> tablesOf(List<RecordKind> kinds) {
        List<Mapping> mappings = new ArrayList<>();
        for (RecordKind kind : kinds) {
            mappings.add(kind.mapping());
            if (kind.equals(RecordKind.TRANSLATION)) {
                mappings.add(RecordKind.FOOT_NOTE);
            }
        }
        return mappings;
    }
}
