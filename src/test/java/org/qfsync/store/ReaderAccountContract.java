package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.domain.SystemicException;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the analysts' database user may and may not, on either database. */
abstract class ReaderAccountContract {
    private static final Path DECIDED =
            Path.of("src", "test", "resources", "org", "qfsync", "store", "readable-columns.txt");

    @TempDir
    private Path home;

    private Database database;
    private JdbcTemplate owner;
    private ReaderAccount reader;

    abstract Database freshDatabase();

    /** Takes back whatever the session has besides rights. */
    abstract String allowWritesInSession();

    /** A statement that runs for minutes. */
    abstract String endlessQuery();

    abstract boolean knowsRightsByColumn();

    /** As versions before roles.sql did. */
    abstract void grantWholeSchema(String schema, String user);

    @BeforeEach
    void open() {
        database = freshDatabase();
        owner = new JdbcTemplate(database.dataSource());
        owner.update("INSERT INTO qf.app_user (sub, first_seen_at) VALUES ('amal', CURRENT_TIMESTAMP)");
        owner.update("INSERT INTO mart.user_key (sub, user_key, row_secret, slice) VALUES ('amal', 'key', 'rows', 0)");
        owner.update(
                "INSERT INTO qf.note (sub, id, body, first_seen_at, changed_at, run_id, content_hash)"
                        + " VALUES ('amal', 'n1', 'secret', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 1, ?)",
                new byte[32]);
        owner.update("INSERT INTO ops.change_event (sub, run_id, entity, row_key, kind, happened_at)"
                + " VALUES ('amal', 1, 'qf.note', 'n1', 'INSERT', CURRENT_TIMESTAMP)");
        reader = ReaderAccount.open(database, home, ReaderProperties.defaults());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void dataViewsAndResultsCanBeRead() throws SQLException {
        assertThat(query("SELECT sub FROM qf.app_user")).containsExactly("amal");
        assertThat(query("SELECT verse_key FROM analytics.most_saved_verses")).isEmpty();
        assertThat(query("SELECT body_length FROM analytics.fact_note")).containsExactly("6");
        assertThat(query("SELECT kind FROM analytics.fact_change")).containsExactly("INSERT");
        for (String readable : owner.queryForList(
                "SELECT COALESCE(column_names, '*') || ' FROM ' || schema_name || '.' || table_name FROM mart.readable",
                String.class)) {
            if (readable.startsWith("*") || knowsRightsByColumn()) {
                query("SELECT " + readable);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM ops.user_grant",
                "SELECT COUNT(*) FROM ops.user_grant",
                "SELECT state FROM ops.grant_status",
                "SELECT user_key FROM mart.user_key",
                "SELECT secret FROM mart.pseudonym_key",
                "SELECT sub FROM mart.shown_user",
                "SELECT body FROM qf.note",
                "SELECT * FROM qf.note",
                "SELECT extra FROM qf.note",
                "SELECT content_hash FROM qf.note",
                "SELECT attached_entities FROM qf.note",
                "SELECT sub FROM qf.profile",
                "SELECT before FROM ops.change_event",
                "SELECT after FROM ops.change_event",
                "SELECT keyset_fingerprint FROM ops.deployment",
                "SELECT detail FROM ops.audit",
                "SELECT * FROM batch.batch_job_instance",
                "SELECT * FROM quartz.qrtz_locks",
                "INSERT INTO qf.app_user (sub, first_seen_at) VALUES ('omar', CURRENT_TIMESTAMP)",
                "UPDATE qf.app_user SET last_synced_at = CURRENT_TIMESTAMP",
                "DELETE FROM qf.app_user",
                "DELETE FROM ops.run",
                "DROP VIEW analytics.most_saved_verses",
                "CREATE TABLE qf.mine (id INTEGER)",
                "CREATE VIEW analytics.mine AS SELECT * FROM ops.user_grant",
                "TRUNCATE TABLE qf.bookmark",
            })
    void secretsCannotBeReadAndNothingCanBeWritten(String statement) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> {
                    try (Connection connection = reader.connect();
                            Statement sql = connection.createStatement()) {
                        // even where an analyst takes the session's own protection away, the rights decide
                        connection.setReadOnly(false);
                        sql.execute(allowWritesInSession());
                        connection.commit();
                        sql.execute(statement);
                    }
                })
                .withMessageMatching(
                        "(?is).*(permission denied|must be owner|not enough rights|rights are required).*");
        assertThat(owner.queryForObject("SELECT COUNT(*) FROM qf.app_user WHERE last_synced_at IS NULL", Long.class))
                .isEqualTo(1);
    }

    /** Whoever adds a column or a table says here whether analysts may read it, and if so names it in mart.readable. */
    @Test
    void ofEveryColumnOfQfAndOpsItIsDecidedWhetherItCanBeRead() throws IOException {
        List<String> columns = owner.queryForList("""
                SELECT LOWER(c.table_schema || '.' || c.table_name || '.' || c.column_name) || CASE
                    WHEN EXISTS (
                        SELECT 1 FROM mart.readable r
                        WHERE r.schema_name = LOWER(c.table_schema) AND r.table_name = LOWER(c.table_name)
                            AND (r.column_names IS NULL
                                OR ', ' || r.column_names || ',' LIKE '%, ' || LOWER(c.column_name) || ',%'))
                    THEN '' ELSE ' hidden' END
                FROM information_schema.columns c WHERE LOWER(c.table_schema) IN ('qf', 'ops')
                """, String.class);

        assertThat(columns)
                .as("sql/analytics/common/R__80_readable.sql against " + DECIDED)
                .containsExactlyInAnyOrderElementsOf(Files.readAllLines(DECIDED));
    }

    @Test
    void whatWasGrantedBeforeAndIsTooMuchIsTakenBack() throws SQLException {
        owner.execute("GRANT SELECT, UPDATE ON qf.profile TO " + reader.user());
        owner.execute("GRANT SELECT ON qf.note TO " + reader.user());
        grantWholeSchema("qf", reader.user());
        assertThat(query("SELECT body FROM qf.note")).containsExactly("secret");

        reader = ReaderAccount.open(database, home, ReaderProperties.defaults());

        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> query("SELECT body FROM qf.note"));
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> query("SELECT sub FROM qf.profile"));
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> query("SELECT keyset_since FROM ops.deployment"));
        assertThat(query("SELECT sub FROM qf.app_user")).containsExactly("amal");
        assertThat(query("SELECT body_length FROM analytics.fact_note")).containsExactly("6");
    }

    @Test
    void whoMayReadGrantsIsNoReader() {
        ReaderProperties administrator =
                new ReaderProperties(Optional.of(database.properties().user()), "", Duration.ofSeconds(5));
        ReaderProperties nobody = new ReaderProperties(Optional.of("nobody"), "", Duration.ofSeconds(5));

        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(() -> ReaderAccount.open(database, home, administrator))
                .withMessageContaining("may read more than analysts may");
        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(() -> ReaderAccount.open(database, home, nobody))
                .withMessageContaining("nobody does not exist");
    }

    @Test
    void aStatementIsCutOffAfterTheTimeout() {
        ReaderAccount hasty =
                ReaderAccount.open(database, home, new ReaderProperties(Optional.empty(), "", Duration.ofMillis(200)));

        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> {
            try (Connection connection = hasty.connect();
                    Statement sql = connection.createStatement()) {
                sql.execute(endlessQuery());
            }
        });
    }

    @Test
    void openingItAgainKeepsThePasswordAndALostPasswordIsReplaced() throws Exception {
        Path file = passwordFile();
        String password = Files.readString(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        reader = ReaderAccount.open(database, home, ReaderProperties.defaults());
        assertThat(Files.readString(file)).isEqualTo(password);
        assertThat(query("SELECT sub FROM qf.app_user")).hasSize(1);

        Files.delete(file);
        reader = ReaderAccount.open(database, home, ReaderProperties.defaults());
        assertThat(Files.readString(file)).isNotEqualTo(password);
        assertThat(query("SELECT sub FROM qf.app_user")).hasSize(1);
    }

    @Test
    void aUserMadeByHandGetsTheSameRights() throws SQLException {
        String name = "analyst_" + System.nanoTime();
        owner.execute("CREATE USER " + name + " PASSWORD 'made-by-hand'");

        reader = ReaderAccount.open(
                database, home, new ReaderProperties(Optional.of(name), "made-by-hand", Duration.ofSeconds(5)));

        assertThat(reader.user()).isEqualTo(name);
        assertThat(query("SELECT sub FROM qf.app_user")).hasSize(1);
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> query("SELECT * FROM ops.user_grant"));
    }

    private Path passwordFile() throws IOException {
        try (var files = Files.list(home)) {
            return files.filter(file -> file.toString().endsWith(".password"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    Database database() {
        return database;
    }

    Path home() {
        return home;
    }

    ReaderAccount reader() {
        return reader;
    }

    private List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = reader.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
