package org.qfsync.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qfsync.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads {@code ops.schema_drift}: what of the service's answers this version does not know. Thread-safe. */
public final class DriftReports {
    private final JdbcClient jdbc;

    public DriftReports(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What was met, what was met last first.
     *
     * @param dataset only of this one; empty for all
     */
    public List<Drift> latest(String dataset, int limit) {
        return jdbc.sql("""
                        SELECT dataset, field, kind, json_type, example, first_seen_at, last_seen_at, occurrences, run_id
                        FROM ops.schema_drift WHERE :dataset = '' OR dataset = :dataset
                        ORDER BY last_seen_at DESC, dataset, field, kind LIMIT :limit
                        """)
                .param("dataset", dataset)
                .param("limit", limit)
                .query((row, n) -> new Drift(
                        row.getString("dataset"),
                        row.getString("field"),
                        row.getString("kind"),
                        Optional.ofNullable(row.getString("example")).orElse(row.getString("json_type")),
                        Timestamps.at(row, "first_seen_at"),
                        Timestamps.at(row, "last_seen_at"),
                        row.getLong("occurrences"),
                        row.getLong("run_id")))
                .list();
    }

    /** The datasets in which anything was met. */
    public List<String> datasets() {
        return jdbc.sql("SELECT DISTINCT dataset FROM ops.schema_drift ORDER BY dataset")
                .query(String.class)
                .list();
    }

    /**
     * Something that this version does not know.
     *
     * @param kind one of {@link org.qfsync.store.DriftKind}, or a word of a later version
     * @param example its shape or a new word, free of personal data
     * @param runId the run that met it last
     */
    public record Drift(
            String dataset,
            String field,
            String kind,
            String example,
            Instant firstSeenAt,
            Instant lastSeenAt,
            long occurrences,
            long runId) {
        /** What became of it. */
        public String words() {
            return switch (kind) {
                case "UNKNOWN_FIELD" -> "new field, kept in extra";
                case "UNKNOWN_WORD" -> "new word, stored as it came";
                case "VANISHED_FIELD" -> "missing, its column keeps what it had";
                case "CHANGED_TYPE" -> "another type, kept in extra; its column keeps what it had";
                case "UNKNOWN_MUTATION" -> "unknown change, not applied";
                default -> kind;
            };
        }

        /** True if data may be missing because of it, and a newer version is worth looking for. */
        public boolean isLoss() {
            return !kind.equals("UNKNOWN_FIELD") && !kind.equals("UNKNOWN_WORD");
        }
    }
}
