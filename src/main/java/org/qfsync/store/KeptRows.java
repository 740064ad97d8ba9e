package org.qfsync.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How long rows have been kept, and their deletion for good: for content that may be kept for a time only.
 *
 * <p>Joins the caller's transaction. Thread-safe.
 */
public final class KeptRows {
    private final JdbcTemplate jdbc;

    public KeptRows(Database database) {
        this.jdbc = new JdbcTemplate(database.dataSource());
    }

    /** When the oldest row was first stored, tombstones included; empty if there is none. */
    public Optional<Instant> oldest(TableSpec table, Scope scope) {
        return jdbc
                .query(
                        "SELECT MIN(first_seen_at) AS oldest FROM " + table.table() + where(scope, List.of()),
                        (row, number) -> Timestamps.find(row, "oldest"),
                        scope.values().values().toArray())
                .stream()
                .findFirst()
                .flatMap(oldest -> oldest);
    }

    /** Deletes all rows of a scope, tombstones included; returns how many. */
    public long delete(TableSpec table, Scope scope) {
        return jdbc.update(
                "DELETE FROM " + table.table() + where(scope, List.of()),
                scope.values().values().toArray());
    }

    /** Deletes the rows of a scope that have been gone since before that time. */
    public long deleteGone(TableSpec table, Scope scope, Instant before) {
        List<Object> parameters = new ArrayList<>(scope.values().values());
        parameters.add(Timestamps.of(before));
        return jdbc.update(
                "DELETE FROM " + table.table() + where(scope, List.of("deleted_at < ?")), parameters.toArray());
    }

    private static String where(Scope scope, List<String> further) {
        List<String> conditions = new ArrayList<>();
        scope.values().keySet().forEach(column -> conditions.add(column + " = ?"));
        conditions.addAll(further);
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }
}
