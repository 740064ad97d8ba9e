package org.qfsync.console;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds runs by their number, night, verdict, kind or the reason why they or a user in them failed. Thread-safe. */
final class RunList {
    static final int PAGE = 50;

    private static final String FIND = """
            SELECT r.run_id, r.night, r.pass, r.kind, r.verdict, r.started_at, r.ended_at, r.failure_code,
                (SELECT COUNT(*) FROM ops.user_run u WHERE u.run_id = r.run_id AND u.state = 'FAILED') AS failed
            FROM ops.run r
            WHERE r.run_id < :before AND (:verdict = '' OR COALESCE(r.verdict, 'OPEN') = :verdict)
                AND (:text = '' OR CAST(r.run_id AS VARCHAR) = :text OR CAST(r.night AS VARCHAR) LIKE :start
                    OR LOWER(r.kind) LIKE :start OR r.failure_code = :text
                    OR EXISTS (SELECT 1 FROM ops.user_run u WHERE u.run_id = r.run_id AND u.error_class = :text))
            ORDER BY r.run_id DESC LIMIT :most
            """;

    private final JdbcClient jdbc;

    RunList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One page, the newest first, with one more than fits where there are older ones.
     *
     * @param text a number, the beginning of a date or of a kind, or a cause; blank for all
     * @param verdict its word; blank for all
     * @param before only those with a smaller number
     */
    List<Line> find(String text, String verdict, long before) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        return jdbc.sql(FIND)
                .param("before", before)
                .param("verdict", verdict.strip().toUpperCase(Locale.ROOT))
                .param("text", wanted)
                .param("start", wanted.replaceAll("[%_\\\\]", "") + "%")
                .param("most", PAGE + 1)
                .query((row, n) -> {
                    Instant began =
                            row.getObject("started_at", OffsetDateTime.class).toInstant();
                    return new Line(
                            row.getLong("run_id"),
                            row.getObject("night", LocalDate.class),
                            row.getInt("pass"),
                            row.getString("kind"),
                            Optional.ofNullable(row.getString("verdict")).orElse("OPEN"),
                            began,
                            Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class))
                                    .map(ended -> Duration.between(began, ended.toInstant())),
                            row.getLong("failed"),
                            Optional.ofNullable(row.getString("failure_code")).orElse(""));
                })
                .list();
    }

    /**
     * A run.
     *
     * @param verdict its word; OPEN while it has none
     * @param duration empty if it has not ended
     * @param failedUsers whom it could not sync
     * @param failure stable word for why it failed; empty unless it did
     */
    record Line(
            long id,
            LocalDate night,
            int pass,
            String kind,
            String verdict,
            Instant startedAt,
            Optional<Duration> duration,
            long failedUsers,
            String failure) {
        public String tone() {
            return Tones.ofVerdict(verdict);
        }
    }
}
