package org.qfsync.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.qfsync.job.RunProgress;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The run under way: who works on it stands in the lease, how far it is in this process's memory. Thread-safe. */
final class LiveView {
    private static final Duration TOO_EARLY = Duration.ofSeconds(2);

    private final JdbcClient jdbc;
    private final RunProgress progress;
    private final Clock clock;

    LiveView(JdbcClient jdbc, RunProgress progress, Clock clock) {
        this.jdbc = jdbc;
        this.progress = progress;
        this.clock = clock;
    }

    /** Empty if none is, or the process that began it died. */
    Optional<Live> now() {
        return jdbc.sql("""
                        SELECT r.run_id, r.night, l.acquired_at, l.pid, l.host, l.doing
                        FROM ops.run_lease l JOIN ops.run r ON r.run_id = l.run_id
                        WHERE l.owner IS NOT NULL AND l.lease_until > CURRENT_TIMESTAMP AND r.verdict IS NULL
                        """)
                .query((row, n) -> {
                    Instant since =
                            row.getObject("acquired_at", OffsetDateTime.class).toInstant();
                    boolean here = row.getLong("pid") == ProcessHandle.current().pid();
                    return new Live(
                            row.getLong("run_id"),
                            row.getObject("night", LocalDate.class),
                            since,
                            "process " + row.getLong("pid") + " on "
                                    + row.getString("host").replaceFirst("/.*", "") + " (" + row.getString("doing")
                                    + ")",
                            false,
                            here ? steps(since) : List.of());
                })
                .optional();
    }

    private List<Step> steps(Instant since) {
        RunProgress.Snapshot now = progress.snapshot();
        Duration took = Duration.between(since, clock.instant());
        return Stream.of(
                        step("chapters", took, now.chaptersDone(), now.chapters()),
                        step("users", took, now.usersDone(), now.users()))
                .filter(step -> step.total() > 0)
                .toList();
    }

    private static Step step(String name, Duration took, long done, long total) {
        boolean telling = done > 0 && took.compareTo(TOO_EARLY) > 0;
        double perSecond = telling ? done * 1000.0 / took.toMillis() : 0;
        Optional<Duration> left = telling
                ? Optional.of(Duration.ofMillis(Math.round((total - done) * 1000 / perSecond)))
                : Optional.empty();
        return new Step(name, done >= total ? "COMPLETED" : "STARTED", took, done, total, perSecond, left);
    }

    /** A run under way. */
    record Live(long runId, LocalDate night, Instant since, String process, boolean stopping, List<Step> steps) {}

    /**
     * How far one of its steps is.
     *
     * @param perSecond 0 as long as there is too little to tell by
     * @param left empty as long as there is too little to tell by
     */
    record Step(
            String step,
            String status,
            Duration took,
            long done,
            long total,
            double perSecond,
            Optional<Duration> left) {
        public boolean isUnderWay() {
            return status.equals("STARTED");
        }
    }
}
