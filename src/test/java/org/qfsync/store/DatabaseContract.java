package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.SystemicException;
import org.qfsync.testing.Scenario;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a database must keep to, of either kind: migration, identity, documentation. */
abstract class DatabaseContract {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-10-01T02:30:00Z"), ZoneOffset.UTC);
    private static final ZoneId ZONE = ZoneId.of("Asia/Amman");

    private DatabaseProperties properties;
    private Database database;

    abstract DatabaseProperties emptyDatabase();

    @BeforeEach
    void open() {
        properties = emptyDatabase();
        database = Database.open(properties);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anEmptyDatabaseGetsSchemaAndIdentity() {
        Deployment deployment = prepare(QfEnvironment.PRELIVE, Optional.of("https://issuer.example"));

        assertThat(deployment.environment()).isEqualTo(QfEnvironment.PRELIVE);
        assertThat(deployment.issuer()).contains("https://issuer.example");
        assertThat(deployment.zone()).isEqualTo(ZONE);
        assertThat(deployment.createdAt()).isEqualTo(CLOCK.instant());
        assertThat(count("SELECT COUNT(*) FROM ops.schema_history")).isPositive();
        assertThat(count("SELECT epoch FROM ops.run_lease")).isZero();
    }

    @Test
    void aSecondStartFindsTheSameIdentity() {
        Deployment first = prepare(QfEnvironment.PRELIVE, Optional.of("https://issuer.example"));
        String place = database.place();
        database.close();
        database = Database.open(properties);

        Deployment second = prepare(QfEnvironment.PRELIVE, Optional.of("https://issuer.example/"));

        assertThat(second.deploymentId()).isEqualTo(first.deploymentId());
        assertThat(database.place()).isEqualTo(place);
    }

    @Test
    @Scenario(6)
    void aDatabaseOfAnotherEnvironmentIsRefused() {
        prepare(QfEnvironment.PRODUCTION, Optional.empty());

        assertThatExceptionOfType(ForeignDatabaseException.class)
                .isThrownBy(() -> prepare(QfEnvironment.SANDBOX, Optional.empty()))
                .withMessageContainingAll(
                        "belongs to environment \"production\"", "this start is for \"sandbox\"", "QFSYNC_DB_URL");
    }

    @Test
    void aForeignDatabaseIsRefusedBeforeItIsMigrated() {
        prepare(QfEnvironment.PRODUCTION, Optional.empty());
        // a database that an earlier version left behind: the last migration has not been applied to it
        sql("DROP VIEW mart.shown_user CASCADE");
        sql("DELETE FROM ops.schema_history WHERE " + column("version") + " IS NULL");
        database.close();
        database = Database.open(properties);

        assertThatExceptionOfType(ForeignDatabaseException.class)
                .isThrownBy(() -> prepare(QfEnvironment.PRELIVE, Optional.empty()));

        assertThat(count("SELECT COUNT(*) FROM information_schema.tables WHERE LOWER(table_name) = 'shown_user'"))
                .isZero();
    }

    @Test
    void theStampOfASchemaStandsForItsFilesAndItsHistoryOnly() {
        prepare(QfEnvironment.SANDBOX, Optional.empty());
        JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
        SchemaStamp stamp = new SchemaStamp(jdbc, database.dialect(), "these files");
        assertThat(stamp.stands()).isFalse();

        stamp.set();
        assertThat(stamp.stands()).isTrue();
        assertThat(new SchemaStamp(jdbc, database.dialect(), "other files").stands())
                .isFalse();

        // as another version of the program does, or a migration that fails
        sql("UPDATE ops.schema_history SET " + column("success") + " = FALSE WHERE " + column("version") + " = '2'");
        assertThat(stamp.stands()).isFalse();
    }

    @Test
    void aSchemaWhoseHistoryIsNotThatOfOurFilesIsRefused() {
        prepare(QfEnvironment.SANDBOX, Optional.empty());
        prepare(QfEnvironment.SANDBOX, Optional.empty());
        sql("UPDATE ops.schema_history SET " + column("checksum") + " = 1 WHERE " + column("version") + " = '2'");

        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(() -> prepare(QfEnvironment.SANDBOX, Optional.empty()))
                .withMessageContainingAll("could not be brought to this version", "checksum mismatch");
    }

    @Test
    void theIssuerIsRecordedWhenItIsFirstKnownAndAnotherIsRefused() {
        assertThat(prepare(QfEnvironment.SANDBOX, Optional.empty()).issuer()).isEmpty();
        assertThat(prepare(QfEnvironment.SANDBOX, Optional.of("http://127.0.0.1:1"))
                        .issuer())
                .contains("http://127.0.0.1:1");

        assertThatExceptionOfType(ForeignDatabaseException.class)
                .isThrownBy(() -> prepare(QfEnvironment.SANDBOX, Optional.of("http://127.0.0.1:2")))
                .withMessageContainingAll("http://127.0.0.1:1", "http://127.0.0.1:2");
        assertThat(prepare(QfEnvironment.SANDBOX, Optional.empty()).issuer()).contains("http://127.0.0.1:1");
    }

    @Test
    void everyTableAndColumnIsDocumented() {
        prepare(QfEnvironment.SANDBOX, Optional.empty());

        assertThat(JdbcClient.create(database.dataSource())
                        .sql(undocumented())
                        .query(String.class)
                        .list())
                .isEmpty();
    }

    @Test
    void theAnalyticsViewsCanBeQueried() {
        prepare(QfEnvironment.SANDBOX, Optional.empty());

        List<String> views = JdbcClient.create(database.dataSource())
                .sql("SELECT table_name FROM information_schema.views WHERE LOWER(table_schema) = 'analytics'")
                .query(String.class)
                .list();
        assertThat(views).map(view -> view.toLowerCase(Locale.ROOT)).contains("most_saved_verses", "sync_nights");
        for (String view : views) {
            if (!List.of("streak_distribution", "dim_date").contains(view.toLowerCase(Locale.ROOT))) {
                assertThat(count("SELECT COUNT(*) FROM analytics." + view))
                        .as(view)
                        .isZero();
            }
        }
    }

    /** A query for the names of our tables and columns that have no comment. */
    abstract String undocumented();

    Database database() {
        return database;
    }

    private String column(String name) {
        return '"' + name + '"';
    }

    private void sql(String statement) {
        JdbcClient.create(database.dataSource()).sql(statement).update();
    }

    private long count(String query) {
        return JdbcClient.create(database.dataSource())
                .sql(query)
                .query(Long.class)
                .single();
    }

    private Deployment prepare(QfEnvironment environment, Optional<String> issuer) {
        return database.prepare(environment, issuer, ZONE, CLOCK);
    }
}
