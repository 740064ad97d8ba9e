package org.qfsync.job;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        Map<String, Set<Dataset>> failed = failedOf(runId);
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
                        row.getString("dataset") == null
                                ? Set.of()
                                : failed.getOrDefault(row.getString("sub"), Set.of()),
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

    /** The result of a user names the first dataset that failed; here is each that still counts as failed. */
    private Map<String, Set<Dataset>> failedOf(long runId) {
        Map<String, Set<Dataset>> failed = new HashMap<>();
        jdbc.sql("""
                        SELECT d.sub, d.dataset FROM ops.user_run u
                        JOIN ops.dataset_state d ON d.sub = u.sub AND d.outcome = 'FAILED'
                        WHERE u.run_id = :run AND u.state <> 'DONE' AND u.dataset IS NOT NULL
                        """)
                .param("run", runId)
                .query((row, n) -> Map.entry(row.getString("sub"), dataset(row.getString("dataset"))))
                .list()
                .forEach(one -> failed.computeIfAbsent(one.getKey(), sub -> EnumSet.noneOf(Dataset.class))
                        .add(one.getValue()));
        return failed;
    }

    private static Set<Dataset> datasets(List<String> ids) {
        return ids.stream()
                .map(OpenWork::dataset)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Dataset.class)));
    }

    private static Dataset dataset(String id) {
        return Dataset.valueOf(id.toUpperCase(Locale.ROOT));
    }

    /**
     * A user who is not done.
     *
     * @param state FAILED, PENDING or SKIPPED
     * @param failed datasets that did and still count so; empty if all of theirs did
     */
    record OpenUser(String sub, String state, Set<Dataset> failed, String cause) {
        /** True if any of these datasets is open. */
        boolean isOpenIn(Set<Dataset> datasets) {
            return !datasets.isEmpty() && (failed.isEmpty() || !Collections.disjoint(failed, datasets));
        }

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
