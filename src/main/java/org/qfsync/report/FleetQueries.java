package org.qfsync.report;

import static org.qfsync.report.FleetSample.at;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.qfsync.domain.KnownFailure;
import org.qfsync.domain.Verdict;
import org.qfsync.store.Timestamps;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads from the books what the meters of the installation show: counts and times, and no user. */
final class FleetQueries {
    private static final List<String> GRANT_STATES =
            List.of("ACTIVE", "REFRESHING", "IN_DOUBT", "REAUTH_REQUIRED", "PAUSED", "REVOKED", "QUARANTINED");
    private static final Map<String, String> RESULTS =
            Map.of("DONE", "done", "FAILED", "failed", "SKIPPED", "waiting", "PENDING", "pending");
    /** What the remote side calls an error is its own affair: only words that we know become labels. */
    private static final List<String> OWN_CAUSES = List.of(
            "body_too_large",
            "collection_vanished",
            "cursor_repeats",
            "database_failed",
            "foreign_url",
            "in_doubt",
            "in_doubt_exhausted",
            "internal_error",
            "interrupted",
            "listing_moves",
            "no_refresh_token",
            "not_storable",
            "paused",
            "quarantined",
            "revoked",
            "token_unreadable",
            "unreadable_body");

    private final JdbcTemplate jdbc;
    private final List<FleetSample> samples = new ArrayList<>();

    FleetQueries(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** All of it. */
    List<FleetSample> read() {
        runs();
        lease();
        lastRun();
        grants();
        freshness();
        attention();
        schedule();
        return samples;
    }

    private void runs() {
        Map<String, Long> counts =
                counts("SELECT verdict, COUNT(*) FROM ops.run WHERE verdict IS NOT NULL GROUP BY verdict");
        for (Verdict verdict : Verdict.values()) {
            samples.add(FleetSample.count(FleetMeter.RUNS, counts.getOrDefault(verdict.name(), 0L), verdict.name()));
        }
    }

    private void lease() {
        long held = count("SELECT COUNT(*) FROM ops.run_lease WHERE lease_until > CURRENT_TIMESTAMP");
        samples.add(FleetSample.count(FleetMeter.LEASE_HELD, held));
    }

    private void lastRun() {
        jdbc.query("""
                SELECT run_id, verdict, started_at, ended_at, requests FROM ops.run
                WHERE verdict IS NOT NULL AND ended_at IS NOT NULL AND kind <> 'SUBSET'
                ORDER BY night DESC, pass DESC LIMIT 1
                """, row -> {
            long run = row.getLong("run_id");
            ended(row);
            rows(run);
            users(run);
            failures(run);
        });
        new Vitals(jdbc).lastGoodNight().ifPresent(end -> samples.add(at(FleetMeter.LAST_GOOD_END, end)));
    }

    private void ended(ResultSet row) throws SQLException {
        Instant end = Timestamps.at(row, "ended_at");
        String verdict = row.getString("verdict");
        for (Verdict each : Verdict.values()) {
            samples.add(FleetSample.count(FleetMeter.LAST_VERDICT, each.name().equals(verdict) ? 1 : 0, each.name()));
        }
        Duration took = Duration.between(Timestamps.at(row, "started_at"), end);
        samples.add(FleetSample.of(FleetMeter.LAST_DURATION, took.toMillis() / 1000.0));
        samples.add(at(FleetMeter.LAST_END, end));
        samples.add(FleetSample.count(FleetMeter.LAST_REQUESTS, row.getLong("requests")));
    }

    private void rows(long run) {
        jdbc.query(
                "SELECT dataset, inserted, updated, unchanged, removed, held FROM ops.run_dataset WHERE run_id = ?",
                row -> {
                    String dataset = row.getString("dataset");
                    for (String change : List.of("inserted", "updated", "unchanged", "removed", "held")) {
                        samples.add(FleetSample.count(FleetMeter.LAST_ROWS, row.getLong(change), dataset, change));
                    }
                },
                run);
    }

    private void users(long run) {
        Map<String, Long> counts =
                counts("SELECT state, COUNT(*) FROM ops.user_run WHERE run_id = " + run + " GROUP BY state");
        new TreeMap<>(RESULTS)
                .forEach((state, result) ->
                        samples.add(FleetSample.count(FleetMeter.LAST_USERS, counts.getOrDefault(state, 0L), result)));
    }

    private void failures(long run) {
        Map<String, Long> counts = new TreeMap<>();
        jdbc.query(
                """
                SELECT state, COALESCE(error_class, '') AS error_class, COALESCE(http_status, 0) AS status,
                    COUNT(*) AS users
                FROM ops.user_run WHERE run_id = ? AND state IN ('FAILED', 'SKIPPED')
                GROUP BY state, COALESCE(error_class, ''), COALESCE(http_status, 0)
                """,
                row -> {
                    String cause = cause(row.getString("error_class"), row.getInt("status"));
                    counts.merge(RESULTS.get(row.getString("state")) + " " + cause, row.getLong("users"), Long::sum);
                },
                run);
        counts.forEach((key, users) -> {
            String[] parts = key.split(" ", 2);
            samples.add(FleetSample.count(FleetMeter.LAST_FAILURES, users, parts[0], parts[1]));
        });
    }

    private static String cause(String errorClass, int status) {
        return KnownFailure.of(errorClass, status)
                .map(known -> known.codes().get(0))
                .orElseGet(() -> OWN_CAUSES.contains(errorClass) ? errorClass : "other");
    }

    private void grants() {
        Map<String, Long> counts = counts("SELECT state, COUNT(*) FROM ops.grant_status GROUP BY state");
        GRANT_STATES.forEach(
                state -> samples.add(FleetSample.count(FleetMeter.GRANTS, counts.getOrDefault(state, 0L), state)));
    }

    private void freshness() {
        jdbc.query(
                "SELECT dataset, verified_at FROM ops.dataset_state WHERE sub = '' AND verified_at IS NOT NULL",
                row -> {
                    samples.add(
                            at(FleetMeter.CONTENT_FRESH, Timestamps.at(row, "verified_at"), row.getString("dataset")));
                });
        jdbc.query("""
                SELECT s.dataset, MIN(s.verified_at) AS oldest,
                    PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY s.verified_at) AS median
                FROM ops.dataset_state s
                WHERE s.sub <> '' AND s.verified_at IS NOT NULL AND s.outcome <> 'SKIPPED' AND EXISTS (
                    SELECT 1 FROM ops.grant_status g
                    WHERE g.sub = s.sub AND g.state IN ('ACTIVE', 'REFRESHING', 'IN_DOUBT'))
                GROUP BY s.dataset
                """, row -> {
            for (String of : List.of("oldest", "median")) {
                samples.add(at(FleetMeter.USERS_FRESH, Timestamps.at(row, of), row.getString("dataset"), of));
            }
        });
    }

    private void attention() {
        samples.add(FleetSample.count(FleetMeter.HOLDS, count("SELECT COUNT(*) FROM ops.hold WHERE decision IS NULL")));
        jdbc.query("SELECT dataset, kind, COUNT(*) AS seen FROM ops.schema_drift GROUP BY dataset, kind", row -> {
            samples.add(FleetSample.count(
                    FleetMeter.DRIFT,
                    row.getLong("seen"),
                    row.getString("dataset"),
                    row.getString("kind").toLowerCase(Locale.ROOT)));
        });
        jdbc.query("SELECT first_seen_at FROM ops.client_secret ORDER BY last_seen_at DESC LIMIT 1", row -> {
            samples.add(at(FleetMeter.CLIENT_SECRET, Timestamps.at(row, "first_seen_at")));
        });
    }

    private void schedule() {
        long paused = count("SELECT COUNT(*) FROM ops.schedule_pause");
        samples.add(FleetSample.count(FleetMeter.PAUSED, paused));
        long next = count("SELECT COALESCE(MIN(NEXT_FIRE_TIME), 0) FROM quartz.QRTZ_TRIGGERS WHERE NEXT_FIRE_TIME > 0");
        if (paused == 0 && next > 0) {
            samples.add(at(FleetMeter.NEXT_FIRE, Instant.ofEpochMilli(next)));
        }
    }

    private long count(String sql) {
        Long number = jdbc.queryForObject(sql, Long.class);
        return number == null ? 0 : number;
    }

    private Map<String, Long> counts(String sql) {
        Map<String, Long> counts = new TreeMap<>();
        jdbc.query(sql, row -> {
            counts.put(row.getString(1), row.getLong(2));
        });
        return counts;
    }
}
