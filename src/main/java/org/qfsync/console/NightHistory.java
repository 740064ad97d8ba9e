package org.qfsync.console;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What became of each of the last nights, from the books of runs. Thread-safe. */
final class NightHistory {
    private static final int MOST_CAUSES = 8;
    private static final String PASSES = """
            SELECT r.run_id, r.night, r.verdict, r.started_at, r.ended_at, COALESCE(d.changed, 0) AS changed
            FROM ops.run r
            LEFT JOIN (SELECT run_id, SUM(inserted) + SUM(updated) + SUM(removed) AS changed
                FROM ops.run_dataset GROUP BY run_id) d ON d.run_id = r.run_id
            WHERE r.kind <> 'SUBSET' AND r.night BETWEEN :from AND :until
            ORDER BY r.night, r.pass
            """;
    private static final String CAUSES = """
            SELECT COALESCE(u.error_class, 'unknown') AS cause, COUNT(*) AS times, COUNT(DISTINCT u.sub) AS users
            FROM ops.user_run u JOIN ops.run r ON r.run_id = u.run_id
            WHERE r.night BETWEEN :from AND :until AND u.state = 'FAILED'
            GROUP BY COALESCE(u.error_class, 'unknown') ORDER BY times DESC, cause LIMIT :most
            """;

    private final JdbcClient jdbc;

    NightHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One entry a night, the oldest first, those without a run included; it begins no earlier than the first run. */
    List<Night> nights(LocalDate until, int count) {
        Map<LocalDate, Night> byDate = new LinkedHashMap<>();
        until.minusDays(count - 1L)
                .datesUntil(until.plusDays(1))
                .forEach(date -> byDate.put(date, Night.without(date)));
        passes(until.minusDays(count - 1L), until)
                .forEach(pass -> byDate.computeIfPresent(pass.date(), (date, before) -> before.with(pass)));
        return byDate.values().stream()
                .dropWhile(night -> night.runId().isEmpty())
                .toList();
    }

    private List<Night> passes(LocalDate from, LocalDate until) {
        return jdbc.sql(PASSES)
                .param("from", from)
                .param("until", until)
                .query((row, n) -> {
                    Instant began =
                            row.getObject("started_at", OffsetDateTime.class).toInstant();
                    Optional<Instant> ended = Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class))
                            .map(OffsetDateTime::toInstant);
                    return new Night(
                            row.getObject("night", LocalDate.class),
                            Optional.of(row.getLong("run_id")),
                            Optional.ofNullable(row.getString("verdict")).orElse("OPEN"),
                            ended.map(end -> Duration.between(began, end)).orElse(Duration.ZERO),
                            row.getLong("changed"));
                })
                .list();
    }

    /** For which causes users failed in those nights, the most frequent first. */
    List<Cause> causes(LocalDate until, int count) {
        return jdbc.sql(CAUSES)
                .param("from", until.minusDays(count - 1L))
                .param("until", until)
                .param("most", MOST_CAUSES)
                .query((row, n) -> new Cause(row.getString("cause"), row.getLong("times"), row.getLong("users")))
                .list();
    }

    /**
     * A night.
     *
     * @param runId its latest pass; empty if none ran
     * @param verdict of that pass; OPEN while it has none, NONE if none ran
     * @param duration of all its passes
     * @param changed rows inserted, updated and removed by all its passes
     */
    record Night(LocalDate date, Optional<Long> runId, String verdict, Duration duration, long changed) {
        static Night without(LocalDate date) {
            return new Night(date, Optional.empty(), "NONE", Duration.ZERO, 0);
        }

        private Night with(Night pass) {
            return new Night(date, pass.runId, pass.verdict, duration.plus(pass.duration), changed + pass.changed);
        }

        /** How it looks. */
        public String tone() {
            return Tones.ofVerdict(verdict);
        }
    }

    /**
     * A reason why users failed.
     *
     * @param times failures in all nights
     * @param users of how many users
     */
    record Cause(String cause, long times, long users) {}
}
