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

/** What is kept ready of the answers on PostgreSQL: when it is shown, and that nobody who withdrew is ever counted. */
class KeptAnswersTest {
    private static final Stamp STAMP = new Stamp(1, Instant.parse("2026-01-21T02:00:00Z"));
    private static final int AMAL = 1;
    private static final int OMAR = 2;
    private static final int SARA = 3;
    private static final int NOOR = 4;
    private static final int ZAYD = 5;

    private final Database database = TestDatabase.postgres();
    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
    private final SyncedUsers users = new SyncedUsers(database);
    private final KeptAnswers answers = new KeptAnswers(database, 0, Duration.ofSeconds(10));

    /** Each saves a verse of a chapter of their own, by which the answers tell who is counted. */
    @BeforeEach
    void threeSavers() {
        saves("amal", AMAL, 10);
        saves("omar", OMAR, 20);
        saves("sara", SARA, 63);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whoWithdrewIsGoneAtOnceAndTheOtherSlicesStayAsTheyAreKept() {
        assertThat(savers()).as("calculated when asked for").containsExactly(AMAL, OMAR, SARA);
        assertThat(answers.refreshIfWorthwhile()).isTrue();
        saves("noor", NOOR, 20);
        saves("zayd", ZAYD, 10);
        assertThat(savers()).as("kept").containsExactly(AMAL, OMAR, SARA);

        users.withdrew("amal", STAMP.at());

        assertThat(savers()).as("the slice of amal and zayd is calculated").containsExactly(OMAR, SARA, ZAYD);
        assertThat(stale()).containsExactly(10, 64);
        assertThat(answers.refreshStale()).isTrue();
        assertThat(stale()).isEmpty();
        assertThat(savers()).as("noor is not in a slice that was calculated").containsExactly(OMAR, SARA, ZAYD);

        jdbc.update("DELETE FROM qf.app_user WHERE sub = 'amal'");
        assertThat(stale()).as("amal was not counted any more").isEmpty();
        jdbc.update("DELETE FROM qf.app_user WHERE sub = 'omar'");
        assertThat(savers()).containsExactly(SARA, NOOR, ZAYD);
        jdbc.update("DELETE FROM mart.user_key WHERE sub = 'sara'");
        jdbc.update("DELETE FROM qf.app_user WHERE sub = 'sara'");
        assertThat(stale()).as("whose slice is not known").hasSize(65);
        assertThat(savers()).containsExactly(NOOR, ZAYD);
    }

    @Test
    void whoIsErasedIsGoneFromWhatIsHiddenAsWell() {
        answers.refresh();
        assertThat(kept("omar")).isOne();
        String key = key("omar");
        users.withdrew("omar", STAMP.at());

        try (StaleSlices slices = new StaleSlices(answers)) {
            slices.refreshSoon();
            slices.refreshSoon();
        }

        assertThat(stale()).as("closing waited for it").isEmpty();
        assertThat(kept("omar")).isZero();
        assertThat(key("omar")).isEqualTo(key);
        assertThat(kept("sara")).isOne();
    }

    @Test
    void aSmallDatabaseKeepsNone() {
        answers.refresh();
        saves("noor", NOOR, 40);

        assertThat(new KeptAnswers(database).refreshIfWorthwhile()).isFalse();

        assertThat(savers()).containsExactly(AMAL, OMAR, SARA, NOOR);
        assertThat(answers.refreshStale()).as("where nothing is kept").isFalse();
        assertThat(stale()).hasSize(65);
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
        assertThat(savers()).containsExactly(OMAR, SARA);
        assertThat(stale()).isEmpty();
    }

    @Test
    void aRefreshThatFailsLeavesTheAnswersOfBefore() {
        answers.refresh();
        jdbc.execute("CREATE TABLE mart.of_nothing_kept (slice INTEGER)");
        saves("noor", NOOR, 40);

        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(answers::refresh)
                .withMessageContaining("mart.of_nothing_live");

        assertThat(savers()).containsExactly(AMAL, OMAR, SARA);
        assertThat(stale()).isEmpty();
    }

    @Test
    void aLockThatIsNotGivenUpIsNotWaitedForAndNoReaderWaits() throws SQLException {
        answers.refresh();
        KeptAnswers impatient = new KeptAnswers(database, 0, Duration.ofMillis(200));
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("DELETE FROM mart.juz_saves_kept");

            assertThatExceptionOfType(DataAccessException.class)
                    .isThrownBy(impatient::refresh)
                    .withMessageContaining("lock timeout");

            assertThat(savers()).containsExactly(AMAL, OMAR, SARA);
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertThat(impatient.refresh()).isTrue();
    }

    private void saves(String sub, int chapter, int slice) {
        users.synced(sub, STAMP);
        jdbc.update("UPDATE mart.user_key SET slice = ? WHERE sub = ?", slice, sub);
        new RowWriter(database)
                .upsert(
                        SampleTables.BOOKMARK,
                        List.of(SampleTables.BOOKMARK
                                .row()
                                .set("sub", sub)
                                .set("id", "b1")
                                .set("type", "ayah")
                                .set("key_number", chapter)
                                .set("verse_number", 1)
                                .build()),
                        STAMP);
        jdbc.update(
                "INSERT INTO qf.activity_day (sub, id, type, activity_date, seconds_read, first_seen_at, changed_at, run_id, content_hash)"
                        + " VALUES (?, 'd1', 'QURAN', DATE '2026-01-20', 60, now(), now(), 1, '')",
                sub);
    }

    private List<Integer> savers() {
        return jdbc.queryForList(
                "SELECT chapter_id FROM analytics.saves_by_chapter ORDER BY chapter_id", Integer.class);
    }

    private List<Integer> stale() {
        return jdbc.queryForList("SELECT slice FROM mart.slice WHERE NOT good ORDER BY slice", Integer.class);
    }

    /** How many rows about that user, by pseudonym, are kept. */
    private long kept(String sub) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "SELECT COUNT(*) FROM mart.last_activity_kept WHERE user_key = ?", Long.class, key(sub)));
    }

    private String key(String sub) {
        return Objects.requireNonNull(
                jdbc.queryForObject("SELECT user_key FROM mart.user_key WHERE sub = ?", String.class, sub));
    }
}
