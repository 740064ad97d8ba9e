package org.qfsync.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The steps of a run, from the tables of Spring Batch. Thread-safe. */
final class StepAttempts {
    private static final List<String> GRAVEST_FIRST =
            List.of("UNKNOWN", "FAILED", "STOPPED", "STOPPING", "STARTED", "STARTING", "COMPLETED");

    private final JdbcClient jdbc;

    StepAttempts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<StepAttempt> of(LocalDate night, int pass) {
        List<Row> rows = jdbc.sql("""
                        SELECT s.* FROM batch.BATCH_STEP_EXECUTION s
                        JOIN batch.BATCH_JOB_EXECUTION_PARAMS n ON n.JOB_EXECUTION_ID = s.JOB_EXECUTION_ID
                            AND n.PARAMETER_NAME = 'night' AND n.PARAMETER_VALUE = :night
                        JOIN batch.BATCH_JOB_EXECUTION_PARAMS p ON p.JOB_EXECUTION_ID = s.JOB_EXECUTION_ID
                            AND p.PARAMETER_NAME = 'pass' AND p.PARAMETER_VALUE = :pass
                        ORDER BY s.JOB_EXECUTION_ID, s.START_TIME, s.STEP_EXECUTION_ID
                        """)
                .param("night", night.toString())
                .param("pass", Integer.toString(pass))
                .query((row, n) -> row(row))
                .list();
        List<Long> executions = rows.stream().map(Row::execution).distinct().toList();
        Map<String, List<Row>> grouped = new LinkedHashMap<>();
        rows.forEach(row -> grouped.computeIfAbsent(row.execution + " " + row.step(), key -> new ArrayList<>())
                .add(row));
        return grouped.values().stream()
                .map(group -> sum(executions.indexOf(group.get(0).execution) + 1, group))
                .toList();
    }

    private static StepAttempt sum(int attempt, List<Row> rows) {
        boolean allEnded = rows.stream().allMatch(row -> row.end != null);
        Optional<LocalDateTime> start = times(rows.stream().map(Row::start)).min(Comparator.naturalOrder());
        Optional<LocalDateTime> end = times(rows.stream().map(Row::end)).max(Comparator.naturalOrder());
        return new StepAttempt(
                attempt,
                rows.get(0).step(),
                rows.size(),
                rows.stream()
                        .map(Row::status)
                        .min(Comparator.comparing(GRAVEST_FIRST::indexOf))
                        .orElse(""),
                allEnded ? start.flatMap(from -> end.map(to -> Duration.between(from, to))) : Optional.empty(),
                rows.stream().mapToLong(Row::read).sum(),
                rows.stream().mapToLong(Row::written).sum(),
                rows.stream().mapToLong(Row::filtered).sum(),
                rows.stream().mapToLong(Row::skipped).sum());
    }

    private static Stream<LocalDateTime> times(Stream<@Nullable LocalDateTime> times) {
        return times.filter(Objects::nonNull).map(Objects::requireNonNull);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("JOB_EXECUTION_ID"),
                row.getString("STEP_NAME"),
                row.getString("STATUS"),
                row.getObject("START_TIME", LocalDateTime.class),
                row.getObject("END_TIME", LocalDateTime.class),
                row.getLong("READ_COUNT"),
                row.getLong("WRITE_COUNT"),
                row.getLong("FILTER_COUNT"),
                row.getLong("PROCESS_SKIP_COUNT"));
    }

    private record Row(
            long execution,
            String name,
            String status,
            @Nullable LocalDateTime start,
            @Nullable LocalDateTime end,
            long read,
            long written,
            long filtered,
            long skipped) {
        /** Without the number of the worker. */
        String step() {
            return name.replaceFirst(":.*", "");
        }
    }
}
