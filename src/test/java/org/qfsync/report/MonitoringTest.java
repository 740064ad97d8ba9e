package org.qfsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.store.Database;
import org.qfsync.testing.SettableClock;
import org.qfsync.testing.TestDatabase;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;

class MonitoringTest {
    private static final Duration TOLERANCE = Duration.ofHours(26);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();
    private Database database;

    @BeforeEach
    void open() {
        database = TestDatabase.h2File(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aNewInstallationHasTheTimeOfOneNight() {
        try (Monitoring monitoring = monitoring(database.dataSource())) {
            assertThat(status(monitoring, HealthGroup.FRESHNESS)).isEqualTo(Status.UP);

            clock.advance(TOLERANCE.plusMinutes(1));
            Health health = monitoring.health(HealthGroup.FRESHNESS);
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails()).containsEntry("lastGoodNight", "none yet");
            assertThat(status(monitoring, HealthGroup.LIVENESS)).isEqualTo(Status.UP);
        }
    }

    @Test
    void anEarlierNightThatIsRepeatedDoesNotSpeakForTonight() {
        Instant start = clock.instant();
        run(1, LocalDate.EPOCH.plusDays(1), "FULL", "FAILED", start);
        run(2, LocalDate.EPOCH, "FULL", "COMPLETED", start.plus(Duration.ofHours(1)));
        try (Monitoring monitoring = monitoring(database.dataSource())) {
            assertThat(monitoring.scrape()).contains("qfsync_last_run_verdict{verdict=\"FAILED\"} 1.0");
        }
    }

    @Test
    void anOldNightThatIsCompletedTodayIsAsOldAsItsOwnTime() {
        LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        Instant over = today.minusDays(2).atStartOfDay(ZoneOffset.UTC).toInstant();
        run(1, today.minusDays(4), "FULL", "COMPLETED", clock.instant());
        try (Monitoring monitoring = monitoring(database.dataSource())) {
            Health health = monitoring.health(HealthGroup.FRESHNESS);
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails())
                    .containsEntry("lastGoodNight", over.toString())
                    .hasEntrySatisfying(
                            "since", since -> assertThat(since).asString().startsWith("no night has begun"));
            assertThat(seconds(monitoring, "qfsync_last_good_run_end_timestamp_seconds"))
                    .isEqualTo(over.getEpochSecond());
        }
    }

    @Test
    void aNightIsOverWhenALaterOneBegins() {
        LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        Instant next = clock.instant().minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);
        run(1, today.minusDays(1), "FULL", "COMPLETED", clock.instant());
        run(2, today, "FULL", "FAILED", next);
        Vitals vitals = new Vitals(JdbcClient.create(database.dataSource()));

        assertThat(vitals.lastGoodNight()).hasValue(next);
        run(3, today, "FULL", "COMPLETED", next.plusSeconds(60));
        assertThat(vitals.lastGoodNight()).hasValue(next.plusSeconds(60));
    }

    private static long seconds(Monitoring monitoring, String metric) {
        return monitoring
                .scrape()
                .lines()
                .filter(line -> line.startsWith(metric + " "))
                .map(line -> Double.valueOf(line.substring(metric.length())).longValue())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void onlyACompletedNightIsAGoodOne() {
        Instant start = clock.instant();
        run(1, "FULL", "COMPLETED", start);
        run(2, "FULL", "PARTIAL", start.plus(Duration.ofHours(24)));
        run(3, "SUBSET", "COMPLETED", start.plus(Duration.ofHours(25)));
        clock.advance(TOLERANCE.plusMinutes(1));
        try (Monitoring monitoring = monitoring(database.dataSource())) {
            Health health = monitoring.health(HealthGroup.FRESHNESS);
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails()).containsEntry("since", "the last run, 2, was PARTIAL: qfsync runs show 2");
            assertThat(monitoring.scrape())
                    .contains("qfsync_last_run_verdict{verdict=\"PARTIAL\"} 1.0")
                    .contains("# TYPE qfsync_runs gauge", "qfsync_runs{verdict=\"COMPLETED\"} 2.0");

            run(4, "OPEN_REST", "COMPLETED", start.plus(Duration.ofHours(25)));
            assertThat(status(monitoring, HealthGroup.FRESHNESS)).isEqualTo(Status.UP);
        }
    }

    @Test
    void aDatabaseThatFailsMakesNoScrapeFail() {
        try (Monitoring monitoring = monitoring(new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                throw new SQLException("gone");
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                return getConnection();
            }
        })) {
            assertThat(monitoring.scrape())
                    .contains("qfsync_scrape_error 1.0", "qfsync_build_info", "qfsync_spill_files 0.0")
                    .doesNotContain("qfsync_grants");
            assertThat(status(monitoring, HealthGroup.READINESS)).isEqualTo(Status.DOWN);
            assertThat(status(monitoring, HealthGroup.FRESHNESS)).isEqualTo(Status.DOWN);
            assertThat(status(monitoring, HealthGroup.LIVENESS)).isEqualTo(Status.UP);
        }
    }

    @Test
    void aDatabaseThatHangsCostsAScrapeAFewSeconds() {
        CountDownLatch never = new CountDownLatch(1);
        try (Monitoring monitoring = monitoring(new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new SQLException("gone");
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                return getConnection();
            }
        })) {
            long begun = System.nanoTime();
            assertThat(monitoring.scrape()).contains("qfsync_scrape_error 1.0");
            assertThat(monitoring.scrape()).as("asked again at once").contains("qfsync_scrape_error 1.0");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(9));
        }
    }

    @Test
    void aKeysetOfAnotherDatabaseIsNotReady() {
        try (Monitoring monitoring = new Monitoring(
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                database::dataSource,
                new FleetPlaces(database::file, folder),
                () -> {
                    throw new IllegalStateException("another keyset");
                },
                new MonitoringProperties(Optional.empty(), TOLERANCE, Optional.empty()),
                clock)) {
            Health health = monitoring.health(HealthGroup.READINESS);
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails()).containsOnlyKeys("keyset");
        }
    }

    private Monitoring monitoring(DataSource source) {
        return new Monitoring(
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                () -> source,
                new FleetPlaces(database::file, folder),
                () -> {},
                new MonitoringProperties(Optional.empty(), TOLERANCE, Optional.empty()),
                clock);
    }

    private static Status status(Monitoring monitoring, HealthGroup group) {
        return monitoring.health(group).getStatus();
    }

    private void run(long id, String kind, String verdict, Instant at) {
        run(id, clock.instant().atZone(ZoneOffset.UTC).toLocalDate(), kind, verdict, at);
    }

    private void run(long id, LocalDate night, String kind, String verdict, Instant at) {
        JdbcClient.create(database.dataSource())
                .sql("""
                        INSERT INTO ops.run (run_id, night, pass, kind, verdict, started_at, ended_at)
                        VALUES (:id, :night, :id, :kind, :verdict, :at, :at)
                        """)
                .param("id", id)
                .param("night", night)
                .param("kind", kind)
                .param("verdict", verdict)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }
}
