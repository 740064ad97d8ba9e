package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qfsync.testing.SampleTables;
import org.qfsync.testing.TestDatabase;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The kept answers on PostgreSQL: when they are shown, and that nobody who withdrew is ever in one. */
class KeptAnswersTest {
    private static final Stamp STAMP = new Stamp(1, Instant.parse("2026-01-21T02:00:00Z"));
    private static final String SAVERS = "SELECT COALESCE(SUM(users), 0) FROM analytics.saves_by_chapter";

    private final Database database = TestDatabase.postgres();
    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
    private final SyncedUsers users = new SyncedUsers(database);
    private final KeptAnswers answers = new KeptAnswers(database, 0, Duration.ofSeconds(10));

    @BeforeEach
    void threeSavers() {
        List.of("amal", "omar", "sara").forEach(this::saves);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theyAreShownFromARefreshUntilSomebodyWithdraws() {
        assertThat(savers()).as("calculated when asked for").isEqualTo(3);
        assertThat(answers.refreshIfWorthwhile()).isTrue();
        saves("noor");
        assertThat(savers()).as("kept").isEqualTo(3);

        users.withdrew("amal", STAMP.at());

        assertThat(savers()).as("calculated: noor and not amal").isEqualTo(3);
        assertThat(answers.refresh()).isTrue();
        jdbc.update("DELETE FROM qf.app_user WHERE sub = 'amal'");
        saves("zayd");
        assertThat(savers()).as("still kept: amal was not in it").isEqualTo(3);
        jdbc.update("DELETE FROM qf.app_user WHERE sub = 'omar'");
        assertThat(savers()).as("sara, noor, zayd").isEqualTo(3);
        assertThat(good()).isFalse();
    }

    @Test
    void aSmallDatabaseKeepsNone() {
        answers.refresh();
        saves("noor");

        assertThat(new KeptAnswers(database).refreshIfWorthwhile()).isFalse();

        assertThat(savers()).isEqualTo(4);
    }

    @Test
    void aWithdrawalDuringARefreshIsNotHidden() throws SQLException {
        answers.refresh();
        CompletableFuture<Boolean> refresh;
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE qf.app_user SET withdrawn_at = now() WHERE sub = 'amal'");
            refresh = CompletableFuture.supplyAsync(answers::refresh);
            Awaitility.await()
                    .until(() -> Objects.equals(
                            1L,
                            jdbc.queryForObject(
                                    "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
                                    Long.class)));
            connection.commit();
            connection.setAutoCommit(true);
        }
        assertThat(refresh.orTimeout(30, TimeUnit.SECONDS).join()).isTrue();
        assertThat(savers()).isEqualTo(2);
        assertThat(good()).isTrue();
    }

    @Test
    void aRefreshThatFailsLeavesTheAnswersOfBefore() {
        answers.refresh();
        // without a unique index it cannot be calculated anew beside its readers
        jdbc.execute("CREATE MATERIALIZED VIEW mart.without_an_index AS SELECT 1 AS n");
        saves("noor");

        assertThatExceptionOfType(DataAccessException.class).isThrownBy(answers::refresh);

        assertThat(savers()).isEqualTo(3);
        assertThat(good()).isTrue();
    }

    @Test
    void aLockThatIsNotGivenUpIsNotWaitedForAndNoReaderWaits() throws SQLException {
        answers.refresh();
        KeptAnswers impatient = new KeptAnswers(database, 0, Duration.ofMillis(200));
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY mart.saves_by_juz");

            assertThatExceptionOfType(DataAccessException.class)
                    .isThrownBy(impatient::refresh)
                    .withMessageContaining("lock timeout");

            assertThat(savers()).isEqualTo(3);
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertThat(impatient.refresh()).isTrue();
    }

    private void saves(String sub) {
        users.synced(sub, STAMP);
        new RowWriter(database)
                .upsert(
                        SampleTables.BOOKMARK,
                        List.of(SampleTables.BOOKMARK
                                .row()
                                .set("sub", sub)
                                .set("id", "b1")
                                .set("type", "ayah")
                                .set("key_number", 2)
                                .set("verse_number", 255)
                                .build()),
                        STAMP);
    }

    private long savers() {
        Long savers = jdbc.queryForObject(SAVERS, Long.class);
        return savers == null ? -1 : savers;
    }

    private boolean good() {
        return Boolean.TRUE.equals(jdbc.queryForObject("SELECT good FROM mart.standing", Boolean.class));
    }
}
