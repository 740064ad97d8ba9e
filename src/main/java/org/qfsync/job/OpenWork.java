package org.qfsync.job;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.qfsync.domain.Dataset;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a run left open and nobody has finished since. Thread-safe. */
final class OpenWork {
    private final JdbcClient jdbc;

    OpenWork(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * True of a row {@code u} of {@code ops.user_run} that nobody has mended since. One for whom everything failed is done
     * by a later run over all their datasets; one for whom some dataset failed, when none of theirs counts as failed any
     * more.
     */
    static final String STILL_OPEN = """
            (u.dataset IS NULL OR EXISTS (SELECT 1 FROM ops.dataset_state d
                WHERE d.sub = u.sub AND d.outcome = 'FAILED'))
            AND (u.dataset IS NOT NULL OR NOT EXISTS (SELECT 1 FROM ops.user_run l
                JOIN ops.run r ON r.run_id = l.run_id
                WHERE l.sub = u.sub AND l.run_id > u.run_id AND l.state = 'DONE'
                    AND (r.selection IS NULL OR r.selection = 'full' OR r.selection LIKE 'datasets: users%')))
            """;

    /** Its users that are not done. */
    List<OpenUser> users(long runId) {
        return jdbc.sql("""
                        SELECT u.sub, u.state, u.dataset, COALESCE(u.error_class, 'unknown') AS cause
                        FROM ops.user_run u
                        WHERE u.run_id = :run AND u.state <> 'DONE' AND %s
                        ORDER BY u.position
                        """.formatted(STILL_OPEN))
                .param("run", runId)
                .query((row, n) -> new OpenUser(
                        row.getString("sub"),
                        row.getString("state"),
                        Optional.ofNullable(row.getString("dataset")),
                        row.getString("cause")))
                .list();
    }

    /** The content that it, or a later run, could not get completely and that is still so. */
    Set<Dataset> content(long runId) {
        return datasets(jdbc.sql("""
                        SELECT dataset FROM ops.dataset_state
                        WHERE sub = '' AND outcome = 'FAILED' AND run_id >= :run
                        """).param("run", runId).query(String.class).list());
    }

    /** The datasets that failed for any of these users. */
    Set<Dataset> failedOf(Set<String> subs) {
        return datasets(jdbc.sql("""
                        SELECT DISTINCT dataset FROM ops.dataset_state WHERE outcome = 'FAILED' AND sub IN (:subs)
                        """).param("subs", subs).query(String.class).list());
    }

    private static Set<Dataset> datasets(List<String> ids) {
        return ids.stream()
                .map(id -> Dataset.valueOf(id.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Dataset.class)));
    }

    /**
     * A user who is not done.
     *
     * @param state FAILED, PENDING or SKIPPED
     * @param dataset that failed; empty if all of theirs did
     */
    record OpenUser(String sub, String state, Optional<String> dataset, String cause) {
        /** True if the next pass would take them up by itself. */
        boolean isRepeated() {
            return !state.equals("SKIPPED");
        }

        @Override
        public String toString() {
            return "OpenUser[" + state + ", " + cause + "]";
        }
    }
}
