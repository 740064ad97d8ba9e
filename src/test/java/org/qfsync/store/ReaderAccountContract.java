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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the analysts' database user may and may not, on either database. */
abstract class ReaderAccountContract {
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

    @BeforeEach
    void open() {
        database = freshDatabase();
        owner = new JdbcTemplate(database.dataSource());
        owner.update("INSERT INTO qf.app_user (sub, first_seen_at) VALUES ('amal', CURRENT_TIMESTAMP)");
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
        for (String table : ReaderRole.READABLE_OPS_TABLES) {
            query("SELECT * FROM ops." + table);
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

    @Test
    void everyTableOfOpsIsEitherReadableOrKnownToBeHidden() {
        List<String> all = owner.queryForList(
                "SELECT LOWER(table_name) FROM information_schema.tables WHERE LOWER(table_schema) = 'ops'",
                String.class);

        List<String> expected = new ArrayList<>(ReaderRole.READABLE_OPS_TABLES);
        expected.addAll(List.of("user_grant", "grant_status", "audit", "client_secret", "schema_history"));
        expected.addAll(List.of("user_listing", "collection_listing", "content_sync_token", "notification_state"));
        assertThat(all).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void theQueriesOfTheAnalystsGuideWork() throws Exception {
        String guide = Files.readString(Path.of("sql", "README.md"));
        String block = guide.substring(guide.indexOf("```sql") + 6, guide.indexOf("```", guide.indexOf("```sql") + 6));
        List<String> queries =
                Stream.of(block.split(";")).filter(sql -> !sql.isBlank()).toList();

        assertThat(queries).hasSizeGreaterThanOrEqualTo(5);
        for (String query : queries) {
            query(query);
        }
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
