package org.qfsync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.qfsync.domain.Dataset;
import org.qfsync.store.DatasetState.Outcome;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How fresh each dataset is ({@code ops.dataset_state}) and what a run did to it ({@code ops.run_dataset}).
 *
 * <p>Joins the caller's transaction. Thread-safe for different users.
 */
public final class DatasetStates {
    private static final String UPDATE = """
            UPDATE ops.dataset_state SET run_id = ?, outcome = ?,
                verified_at = COALESCE(CAST(? AS TIMESTAMP WITH TIME ZONE), verified_at),
                row_count = COALESCE(CAST(? AS BIGINT), row_count),
                inserted = ?, updated = ?, unchanged = ?, removed = ?, hint = ?, duration_ms = ?
            WHERE dataset = ? AND sub = ?
            """;
    private static final String INSERT = """
            INSERT INTO ops.dataset_state (run_id, outcome, verified_at, row_count,
                inserted, updated, unchanged, removed, hint, duration_ms, dataset, sub)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String SUM = """
            INSERT INTO ops.run_dataset (run_id, dataset, synced, skipped, failed, row_count,
                inserted, updated, unchanged, removed, held, duration_ms)
            SELECT run_id, dataset,
                COUNT(CASE outcome WHEN 'SYNCED' THEN 1 END),
                COUNT(CASE outcome WHEN 'SKIPPED' THEN 1 END),
                COUNT(CASE outcome WHEN 'FAILED' THEN 1 END),
                COALESCE(SUM(CASE outcome WHEN 'SYNCED' THEN row_count END), 0),
                SUM(inserted), SUM(updated), SUM(unchanged), SUM(removed), SUM(held), SUM(duration_ms)
            FROM ops.dataset_state WHERE run_id = ? GROUP BY run_id, dataset
            """;

    private final JdbcTemplate jdbc;

    public DatasetStates(Database database) {
        this.jdbc = new JdbcTemplate(database.dataSource());
    }

    /** Stores the states; one that was not synced keeps when it was last verified and how many rows it had. */
    public void record(List<DatasetState> states) {
        List<Object[]> parameters =
                states.stream().map(DatasetStates::parameters).toList();
        int[] updated = jdbc.batchUpdate(UPDATE, parameters);
        List<Object[]> missing = new ArrayList<>();
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
                missing.add(parameters.get(i));
            }
        }
        if (!missing.isEmpty()) {
            jdbc.batchUpdate(INSERT, missing);
        }
    }

    private static Object[] parameters(DatasetState state) {
        ChangeCounts counts = state.counts();
        return new Object[] {
            state.runId(),
            state.outcome().name(),
            Timestamps.ofNullable(state.verifiedAt().orElse(null)),
            state.rowCount().orElse(null),
            counts.inserted(),
            counts.updated(),
            counts.unchanged(),
            counts.removed(),
            state.hint().map(StorableText::of).orElse(null),
            state.duration().toMillis(),
            state.dataset().id(),
            state.sub()
        };
    }

    /** Notes from when on content is due to be fetched again; empty if at once, or if nothing is known of it. */
    public void setDue(Dataset dataset, Optional<Instant> due) {
        jdbc.update(
                "UPDATE ops.dataset_state SET due_at = CAST(? AS TIMESTAMP WITH TIME ZONE) WHERE dataset = ? AND sub = ?",
                Timestamps.ofNullable(due.orElse(null)),
                dataset.id(),
                DatasetState.CONTENT);
    }

    /** Adds to what the last run removed of some content, whose rows became fewer. */
    public void countRemoved(Dataset dataset, long removed) {
        jdbc.update(
                "UPDATE ops.dataset_state SET removed = removed + ?, row_count = row_count - ?"
                        + " WHERE dataset = ? AND sub = ?",
                removed,
                removed,
                dataset.id(),
                DatasetState.CONTENT);
    }

    /** True if the last run that came to some content could not get it completely. */
    public boolean anyContentFailed() {
        return failedContent("") > 0;
    }

    /** True if this run could not get some content completely. */
    public boolean anyContentFailedIn(long runId) {
        return failedContent(" AND run_id = " + runId) > 0;
    }

    private long failedContent(String further) {
        Long failed = jdbc.queryForObject(
                "SELECT COUNT(*) FROM ops.dataset_state WHERE sub = '' AND outcome = 'FAILED'" + further, Long.class);
        return failed == null ? 0 : failed;
    }

    /** The state of one dataset; empty if no run ever came to it. */
    public Optional<DatasetState> find(Dataset dataset, String sub) {
        return jdbc
                .query(
                        "SELECT * FROM ops.dataset_state WHERE dataset = ? AND sub = ?",
                        (row, number) -> state(row),
                        dataset.id(),
                        sub)
                .stream()
                .findFirst();
    }

    /**
     * Sums the states that carry this run into {@code ops.run_dataset}; may be repeated. To be called in a
     * transaction, and before a later run writes its own states over them.
     */
    public List<DatasetSummary> sumUp(long runId) {
        jdbc.update("DELETE FROM ops.run_dataset WHERE run_id = ?", runId);
        jdbc.update(SUM, runId);
        return summary(runId);
    }

    /** What {@link #sumUp} stored, in the order of {@link Dataset}. */
    public List<DatasetSummary> summary(long runId) {
        return jdbc
                .query(
                        "SELECT * FROM ops.run_dataset WHERE run_id = ?",
                        (row, number) -> new DatasetSummary(
                                dataset(row),
                                row.getLong("synced"),
                                row.getLong("skipped"),
                                row.getLong("failed"),
                                row.getLong("row_count"),
                                counts(row),
                                row.getLong("held"),
                                Duration.ofMillis(row.getLong("duration_ms"))),
                        runId)
                .stream()
                .sorted(Comparator.comparing(DatasetSummary::dataset))
                .toList();
    }

    private static DatasetState state(ResultSet row) throws SQLException {
        return new DatasetState(
                dataset(row),
                row.getString("sub"),
                row.getLong("run_id"),
                Outcome.valueOf(row.getString("outcome")),
                Timestamps.find(row, "verified_at"),
                Optional.ofNullable(row.getObject("row_count", Long.class)),
                counts(row),
                Optional.ofNullable(row.getString("hint")),
                Duration.ofMillis(row.getLong("duration_ms")));
    }

    private static Dataset dataset(ResultSet row) throws SQLException {
        return Dataset.valueOf(row.getString("dataset").toUpperCase(Locale.ROOT));
    }

    private static ChangeCounts counts(ResultSet row) throws SQLException {
        return new ChangeCounts(
                row.getLong("inserted"), row.getLong("updated"), row.getLong("unchanged"), row.getLong("removed"));
    }
}
