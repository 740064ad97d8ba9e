package org.qfsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.job.RunResult.End;
import org.qfsync.report.HealthGroup;
import org.qfsync.report.Monitoring;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.SettableClock;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** What machines are told about a program that has run a night, on whichever database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MonitoringContract {
    private static final Pattern HELP = Pattern.compile("(?m)^# HELP (\\S+) (.*)$");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)(?:\\{(.*)})? (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
    private static final Pattern DOCUMENTED =
            Pattern.compile("(?m)^\\| `(qfsync_[a-z_]+)` \\| (\\w+) \\| ([^|]*) \\| (.*) \\|$");

    @TempDir
    static Path folder;

    private final SettableClock clock = new SettableClock();
    private final Sandbox sandbox = Sandbox.start(
            SandboxOptions.defaults().withUsers(12).withClock(clock).withServerTimeSkew(Duration.ofMillis(1)));
    private NightBench program;
    private Monitoring monitoring;

    /** A new, empty database. */
    abstract DatabaseProperties database(Path folder);

    @BeforeAll
    void runANight() {
        Map<String, String> settings = NightBench.settings(sandbox, database(folder), folder.resolve("home"));
        program = NightBench.start(sandbox, settings, Map.of(), clock);
        monitoring = program.get(Monitoring.class);
        assertThat(monitoring.health(HealthGroup.FRESHNESS).getStatus()).isEqualTo(Status.UP);
        program.consented();
        assertThat(program.run().end()).isEqualTo(End.COMPLETED);
        program.jdbc().sql("""
                        INSERT INTO ops.schema_drift
                            (dataset, field, kind, json_type, first_seen_at, last_seen_at, occurrences, run_id)
                        VALUES ('bookmarks', 'colour', 'UNKNOWN_FIELD', 'string', CURRENT_TIMESTAMP,
                            CURRENT_TIMESTAMP, 1, 1)
                        """).update();
        program.jdbc().sql("""
                        INSERT INTO quartz.QRTZ_JOB_DETAILS (SCHED_NAME, JOB_NAME, JOB_GROUP, JOB_CLASS_NAME,
                            IS_DURABLE, IS_NONCONCURRENT, IS_UPDATE_DATA, REQUESTS_RECOVERY)
                        VALUES ('s', 'night', 'qfsync', 'x', TRUE, TRUE, FALSE, TRUE)
                        """).update();
        program.jdbc().sql("""
                        INSERT INTO quartz.QRTZ_TRIGGERS (SCHED_NAME, TRIGGER_NAME, TRIGGER_GROUP, JOB_NAME,
                            JOB_GROUP, NEXT_FIRE_TIME, TRIGGER_STATE, TRIGGER_TYPE, START_TIME)
                        VALUES ('s', 'night', 'qfsync', 'night', 'qfsync', 1800000000500, 'WAITING', 'CRON', 0)
                        """).update();
        clock.advance(Duration.ofMinutes(1));
    }

    @AfterAll
    void stop() {
        program.close();
        sandbox.close();
    }

    @Test
    void thePageOfMetricsNamesThoseThatAreThereAndNoOther() throws IOException {
        String scrape = monitoring.scrape();
        Map<String, String> real = new TreeMap<>();
        Map<String, String> types =
                TYPE.matcher(scrape).results().collect(Collectors.toMap(type -> type.group(1), type -> type.group(2)));
        HELP.matcher(scrape)
                .results()
                .forEach(help -> real.put(
                        help.group(1),
                        types.get(help.group(1)) + " | " + labels(scrape, help.group(1)) + " | " + help.group(2)));

        Map<String, String> documented = DOCUMENTED
                .matcher(Files.readString(Path.of("ops", "metrics.md")))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> row.group(2) + " | " + row.group(3).replace("`", "") + " | " + row.group(4),
                        (one, other) -> one,
                        TreeMap::new));
        assertThat(documented).isEqualTo(real);
    }

    private static String labels(String scrape, String metric) {
        Set<String> names = SAMPLE.matcher(scrape)
                .results()
                .filter(sample -> sample.group(1).matches(metric + "(_bucket|_count|_sum)?"))
                .flatMap(
                        sample -> LABEL.matcher(String.valueOf(sample.group(2))).results())
                .map(label -> label.group(1))
                .filter(label -> !label.equals("le"))
                .collect(Collectors.toCollection(TreeSet::new));
        return String.join(", ", names);
    }

    @Test
    void theNightIsToldAsTheBooksHaveIt() {
        assertThat(value("qfsync_runs{verdict=\"COMPLETED\"}")).isEqualTo(1);
        assertThat(value("qfsync_runs{verdict=\"FAILED\"}")).isZero();
        assertThat(value("qfsync_last_run_verdict{verdict=\"COMPLETED\"}")).isEqualTo(1);
        assertThat(value("qfsync_last_run_verdict{verdict=\"PARTIAL\"}")).isZero();
        assertThat(value("qfsync_last_run_rows{change=\"inserted\",dataset=\"verses\"}"))
                .isEqualTo(6_236);
        assertThat(value("qfsync_last_run_users{result=\"done\"}")).isEqualTo(11);
        assertThat(value("qfsync_last_run_users{result=\"waiting\"}")).isEqualTo(1);
        assertThat(value("qfsync_last_run_failures{cause=\"invalid_grant\",result=\"waiting\"}"))
                .isEqualTo(1);
        assertThat(value("qfsync_grants{state=\"ACTIVE\"}")).isEqualTo(11);
        assertThat(value("qfsync_grants{state=\"REAUTH_REQUIRED\"}")).isEqualTo(1);
        assertThat(value("qfsync_run_lease_held")).isZero();
        assertThat(value("qfsync_schedule_next_fire_timestamp_seconds")).isEqualTo(1_800_000_000.5);
        assertThat(value("qfsync_database_size_bytes")).isGreaterThan(10_000);
        assertThat(value("qfsync_scrape_error")).isZero();
        double now = clock.instant().getEpochSecond();
        assertThat(List.of(
                        value("qfsync_last_run_end_timestamp_seconds"),
                        value("qfsync_last_good_run_end_timestamp_seconds"),
                        value("qfsync_content_fresh_timestamp_seconds{dataset=\"verses\"}"),
                        value("qfsync_users_fresh_timestamp_seconds{dataset=\"bookmarks\",of=\"oldest\"}"),
                        value("qfsync_users_fresh_timestamp_seconds{dataset=\"bookmarks\",of=\"median\"}")))
                .allSatisfy(time -> assertThat(time).isBetween(now - 600, now));
    }

    @Test
    void requestsAreCountedByRouteAndRefreshesByResult() {
        assertThat(value("qfsync_http_requests_total{method=\"GET\",route=\"/content/api/v4/verses/by_chapter/{id}\","
                        + "status=\"200\"}"))
                .isGreaterThanOrEqualTo(114);
        assertThat(value("qfsync_http_request_duration_seconds_count{method=\"POST\",route=\"/oauth2/token\"}"))
                .isGreaterThanOrEqualTo(12);
        assertThat(value("qfsync_token_refreshes_total{result=\"refreshed\"}")).isEqualTo(11);
        assertThat(value("qfsync_token_refreshes_total{result=\"refused\"}")).isEqualTo(1);
        assertThat(value("qfsync_pace_waiting_requests")).isZero();
    }

    @Test
    void noLabelIsAnIdOrAWordFromOutside() {
        Set<String> routes = labelValues("route");
        assertThat(routes).isNotEmpty().allSatisfy(route -> assertThat(route).doesNotMatch(".*\\d{3,}.*"));
        assertThat(routes.stream().filter(route -> route.contains("{id}")))
                .as("only these have a part that is no word")
                .isSubsetOf(
                        "/content/api/v4/verses/by_chapter/{id}",
                        "/auth/v1/collections/{id}",
                        "/content/api/v4/resources/snapshots/{id}/{id}");
        String scrape = monitoring.scrape();
        try (var subs = sandbox.subs()) {
            assertThat(subs).isNotEmpty().allSatisfy(sub -> assertThat(scrape).doesNotContain(sub));
        }
        assertThat(scrape).doesNotContain(sandbox.clientSecret()).doesNotContain(sandbox.clientId());
    }

    @Test
    void aNightIsMissedWhenTheLastGoodOneIsTooOld() {
        assertThat(monitoring.health(HealthGroup.FRESHNESS).getStatus()).isEqualTo(Status.UP);
        clock.advance(Duration.ofHours(26));
        try {
            Health missed = monitoring.health(HealthGroup.FRESHNESS);
            assertThat(missed.getStatus()).isEqualTo(Status.DOWN);
            assertThat(String.valueOf(missed.getDetails().get("since"))).contains("no night has begun");
            assertThat(monitoring.health(HealthGroup.READINESS).getStatus()).isEqualTo(Status.UP);
        } finally {
            clock.advance(Duration.ofHours(-26));
        }
    }

    private Set<String> labelValues(String name) {
        return SAMPLE.matcher(monitoring.scrape())
                .results()
                .flatMap(
                        sample -> LABEL.matcher(String.valueOf(sample.group(2))).results())
                .filter(label -> label.group(1).equals(name))
                .map(label -> label.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private double value(String sample) {
        String scrape = monitoring.scrape();
        Map<String, String> values = new HashMap<>();
        scrape.lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> values.put(
                        line.substring(0, line.lastIndexOf(' ')), line.substring(line.lastIndexOf(' ') + 1)));
        assertThat(values).containsKey(sample);
        return Double.parseDouble(values.get(sample));
    }
}
