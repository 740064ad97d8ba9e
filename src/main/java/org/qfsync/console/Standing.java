package org.qfsync.console;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Dataset;
import org.qfsync.report.MonitoringProperties;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How fresh the data is and how the grants stand, at this moment. Thread-safe. */
final class Standing {
    /** Of users whose data is synced: what they do not consent to, or not any more, is as old as that. */
    private static final String FRESHNESS = """
            SELECT s.dataset, CASE s.sub WHEN '' THEN 1 ELSE 0 END AS content, COUNT(*) AS copies,
                COALESCE(SUM(s.row_count), 0) AS row_count, MIN(s.verified_at) AS oldest, MAX(s.verified_at) AS newest,
                COUNT(CASE s.outcome WHEN 'FAILED' THEN 1 END) AS failed,
                COUNT(CASE WHEN s.verified_at >=
                    CASE s.sub WHEN '' THEN CAST(:content AS TIMESTAMP WITH TIME ZONE)
                        ELSE CAST(:users AS TIMESTAMP WITH TIME ZONE) END THEN 1 END) AS fresh
            FROM ops.dataset_state s
            WHERE s.sub = '' OR (s.outcome <> 'SKIPPED' AND EXISTS (SELECT 1 FROM ops.grant_status g
                WHERE g.sub = s.sub AND g.state IN ('ACTIVE', 'REFRESHING', 'IN_DOUBT')))
            GROUP BY s.dataset, CASE s.sub WHEN '' THEN 1 ELSE 0 END
            """;

    /** What is older was not fetched although it was due for days; what is a week old is deleted. */
    private static final Duration CONTENT_LASTS = Duration.ofDays(6);

    private final JdbcClient jdbc;
    private final Duration usersLast;

    Standing(JdbcClient jdbc, MonitoringProperties monitoring) {
        this.jdbc = jdbc;
        this.usersLast = monitoring.freshnessMaxAge();
    }

    /** How old the last good night may be, and the data of users with it. */
    Duration usersLast() {
        return usersLast;
    }

    /** Each dataset that a run ever came to, in the order in which datasets are told. */
    List<Freshness> freshness(Instant now) {
        return jdbc
                .sql(FRESHNESS)
                .param("content", now.minus(CONTENT_LASTS).atOffset(ZoneOffset.UTC))
                .param("users", now.minus(usersLast).atOffset(ZoneOffset.UTC))
                .query((row, n) -> new Freshness(
                        Dataset.valueOf(row.getString("dataset").toUpperCase(Locale.ROOT)),
                        row.getInt("content") == 1,
                        row.getLong("copies"),
                        row.getLong("fresh"),
                        row.getLong("failed"),
                        row.getLong("row_count"),
                        instant(row.getObject("oldest", OffsetDateTime.class)),
                        instant(row.getObject("newest", OffsetDateTime.class))))
                .list()
                .stream()
                .sorted(Comparator.comparing(Freshness::dataset))
                .toList();
    }

    /** How many grants are in which state, the most frequent first. */
    List<GrantCount> grants() {
        return jdbc.sql("SELECT state, COUNT(*) AS grants FROM ops.grant_status GROUP BY state ORDER BY 2 DESC, 1")
                .query((row, n) -> new GrantCount(row.getString("state"), row.getLong("grants")))
                .list();
    }

    private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }

    /**
     * How fresh a dataset is.
     *
     * @param content true if it is no users' data
     * @param copies users who have it; 1 for content
     * @param fresh of these, how many were verified lately
     * @param failed of these, for how many the last attempt failed
     * @param oldest when the copy that is oldest was verified; empty if none ever was
     */
    record Freshness(
            Dataset dataset,
            boolean content,
            long copies,
            long fresh,
            long failed,
            long rows,
            Optional<Instant> oldest,
            Optional<Instant> newest) {
        /** In a word. */
        public String word() {
            if (failed > 0) {
                return "FAILED";
            }
            return fresh == copies ? "FRESH" : "OLD";
        }

        public String tone() {
            return switch (word()) {
                case "FAILED" -> "bad";
                case "OLD" -> "warn";
                default -> "good";
            };
        }
    }

    /** A state and how many grants are in it. */
    record GrantCount(String state, long count) {
        public String tone() {
            return Tones.ofGrant(state);
        }
    }
}
