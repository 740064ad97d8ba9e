package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.SystemicException;
import org.qfsync.testing.TestDatabase;
import org.springframework.jdbc.core.JdbcTemplate;

/** What {@code sql/roles.sql} makes of a PostgreSQL database: each role logs in and tries what it must and must not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesTest {
    private static final String REFUSED = "42501";

    /** Of tables: {@code %s} stands for what is done to them. */
    private static final List<String> TABLES = List.of(
            "qf.bookmark",
            "qf.note",
            "qf.profile",
            "ops.run",
            "ops.user_grant",
            "mart.user_key",
            "batch.batch_job_instance");

    private static final List<String> REFUSED_TO_BOTH = List.of(
            "SELECT * FROM ops.user_grant",
            "SELECT COUNT(*) FROM ops.user_grant",
            "SELECT state FROM ops.grant_status",
            "SELECT * FROM ops.audit",
            "SELECT * FROM ops.client_secret",
            "SELECT * FROM ops.content_sync_token",
            "SELECT keyset_fingerprint FROM ops.deployment",
            "SELECT * FROM ops.deployment",
            "SELECT * FROM ops.schema_history",
            "SELECT sub FROM mart.user_key",
            "SELECT secret FROM mart.pseudonym_key",
            "SELECT sub FROM mart.shown_user",
            "SELECT * FROM mart.verse_saves_kept",
            "SELECT * FROM mart.readable",
            "SELECT mart.give_rights()",
            "SELECT mart.give_rights('qf_analyst', 'reader')",
            "DELETE FROM mart.verse_saves_kept",
            "SELECT * FROM batch.batch_job_execution",
            "SELECT * FROM quartz.qrtz_triggers",
            "SELECT body FROM qf.note",
            "SELECT * FROM qf.note",
            "SELECT n FROM qf.note n",
            "SELECT COUNT(*) FROM qf.note WHERE body LIKE 'a%'",
            "SELECT content_hash FROM qf.note",
            "SELECT extra FROM qf.note",
            "SELECT attached_entities FROM qf.note",
            "SELECT * FROM qf.profile",
            "SELECT COUNT(*) FROM qf.profile",
            "SELECT before FROM ops.change_event",
            "SELECT after FROM ops.change_event",
            "SELECT * FROM ops.change_event",
            "CREATE TABLE qf.mine (id INTEGER)",
            "CREATE TABLE ops.mine (id INTEGER)",
            "CREATE TABLE analytics.mine (id INTEGER)",
            "CREATE TABLE mart.mine (id INTEGER)",
            "CREATE TABLE public.mine (id INTEGER)",
            "CREATE TEMPORARY TABLE mine (id INTEGER)",
            "CREATE SCHEMA mine",
            "CREATE VIEW analytics.mine AS SELECT 1 AS x",
            "CREATE FUNCTION analytics.mine() RETURNS INTEGER LANGUAGE sql AS 'SELECT 1'",
            "CREATE OR REPLACE VIEW analytics.dim_user AS SELECT 1 AS x",
            "DROP VIEW analytics.dim_user",
            "ALTER VIEW analytics.dim_user OWNER TO CURRENT_USER",
            "DROP FUNCTION analytics.as_of(TIMESTAMP WITH TIME ZONE)",
            "GRANT SELECT ON ops.user_grant TO CURRENT_USER",
            "GRANT qfsync_app TO CURRENT_USER",
            "DO $$ BEGIN LOCK TABLE analytics.dim_user IN ACCESS EXCLUSIVE MODE; END $$",
            "SELECT lo_create(0)",
            "SELECT lo_creat(-1)",
            "SELECT lo_from_bytea(0, ''::bytea)",
            "SELECT lo_import('/etc/hostname')",
            "COPY (SELECT 1) TO PROGRAM 'true'",
            "COPY (SELECT 1) TO '/tmp/mine'",
            "SELECT pg_read_file('PG_VERSION')",
            "SELECT pg_ls_dir('.')",
            "SELECT rolpassword FROM pg_authid",
            "SELECT * FROM pg_statistic",
            "ALTER SYSTEM SET log_statement = 'none'",
            "CREATE ROLE mine",
            "CREATE DATABASE mine",
            "SET ROLE qfsync_app",
            "SET ROLE postgres",
            "SET SESSION AUTHORIZATION qfsync_app");

    private final DatabaseProperties administrator = TestDatabase.postgresProperties();
    private final JdbcTemplate admin =
            new JdbcTemplate(Database.open(administrator).dataSource());
    private final String suffix = administrator.url().replaceFirst(".*/", "");
    private final String analyst = "amal_" + suffix;
    private final String reader = "rida_" + suffix;
    private final DatabaseProperties application = as("qfsync_app");
    private @Nullable Database opened;

    private DatabaseProperties as(String role) {
        return new DatabaseProperties(administrator.url(), role, "made-by-hand");
    }

    @BeforeAll
    void makeEverythingAsTheFileSays() throws IOException {
        runRoles(admin);
        admin.execute("ALTER ROLE qfsync_app LOGIN PASSWORD 'made-by-hand'");
        opened = prepared();
        admin.execute("CREATE ROLE " + analyst + " LOGIN PASSWORD 'made-by-hand' IN ROLE qf_analyst");
        admin.execute("CREATE ROLE " + reader + " LOGIN PASSWORD 'made-by-hand' IN ROLE qf_reader");
        runRoles(admin);
    }

    private static void runRoles(JdbcTemplate as) throws IOException {
        as.execute(Files.readString(Path.of("sql", "roles.sql")));
    }

    private Database prepared() {
        Database database = Database.open(application);
        database.prepare(QfEnvironment.SANDBOX, Optional.empty(), ZoneOffset.UTC, Clock.systemUTC());
        return database;
    }

    private Database database() {
        return Objects.requireNonNull(opened);
    }

    @AfterAll
    void close() {
        database().close();
    }

    @Test
    void neitherReadsWhatIsHiddenNorWritesAnything() {
        List<String> statements = new ArrayList<>(REFUSED_TO_BOTH);
        for (String table : TABLES) {
            statements.add("INSERT INTO " + table + " DEFAULT VALUES");
            statements.add("DELETE FROM " + table);
            statements.add("TRUNCATE " + table);
            statements.add("DROP TABLE " + table);
            statements.add("ALTER TABLE " + table + " ADD COLUMN mine INTEGER");
        }
        statements.add("UPDATE qf.app_user SET withdrawn_at = NULL");
        statements.add("UPDATE mart.slice SET good = TRUE");
        statements.add("UPDATE analytics.dim_chapter SET verses_count = 1");
        statements.add("DELETE FROM analytics.dim_chapter");

        allRefused(analyst, statements);
        allRefused(reader, statements);
        allRefused(reader, List.of("SET ROLE qf_analyst"));
        allRefused(
                analyst,
                List.of(
                        "SET ROLE qf_reader",
                        "SELECT sub FROM qf.app_user",
                        "SELECT verse_id FROM qf.verse",
                        "SELECT sub, id FROM qf.note",
                        "SELECT night FROM ops.run",
                        "SELECT kind FROM ops.change_event"));
    }

    @Test
    void bothReadEveryViewOfAnalytics() throws SQLException {
        List<String> views = admin.queryForList(
                "SELECT table_name FROM information_schema.views WHERE table_schema = 'analytics'", String.class);
        assertThat(views).hasSizeGreaterThan(30);
        for (String role : List.of(analyst, reader)) {
            for (String view : views) {
                ask(role, "SELECT * FROM analytics." + view + " LIMIT 1");
            }
            assertThat(ask(role, "SELECT COUNT(*) FROM analytics.as_of('2026-10-01')"))
                    .containsExactly("0");
        }
    }

    @Test
    void theProgramKeepsAnswersAndBothReadThem() throws SQLException {
        KeptAnswers answers = new KeptAnswers(database());
        assertThat(answers.refresh()).isTrue();
        for (String role : List.of(analyst, reader)) {
            assertThat(ask(role, "SELECT COUNT(*) FROM analytics.most_saved_verses"))
                    .containsExactly("0");
        }
        answers.putAside();
    }

    @Test
    void aReaderReadsTheCopyButForItsHiddenColumns() throws SQLException {
        for (String readable : admin.queryForList(
                "SELECT COALESCE(column_names, '*') || ' FROM ' || schema_name || '.' || table_name FROM mart.readable",
                String.class)) {
            ask(reader, "SELECT " + readable);
        }
        assertThat(ask(reader, "SELECT COUNT(*) FROM qf.note")).containsExactly("0");
    }

    @Test
    void aSessionOfTheirsReadsOnlyAndEndsInTimeButKeepsWhatWasSetForIt() throws Exception {
        assertThat(ask(analyst, "SHOW default_transaction_read_only")).containsExactly("on");
        assertThat(ask(analyst, "SHOW statement_timeout")).containsExactly("1min");
        assertThat(ask(reader, "SHOW idle_in_transaction_session_timeout")).containsExactly("5min");
        assertThat(ask("qfsync_app", "SHOW default_transaction_read_only")).containsExactly("off");

        admin.execute("ALTER ROLE " + reader + " SET statement_timeout = '5s'");
        admin.execute("ALTER ROLE " + reader + " IN DATABASE " + suffix + " RESET statement_timeout");
        runRoles(admin);

        assertThat(ask(reader, "SHOW statement_timeout")).containsExactly("5s");
    }

    @Test
    void theApplicationIsNoMoreThanTheOwnerOfWhatItMakes() throws Exception {
        allRefused(
                "qfsync_app",
                List.of(
                        "CREATE ROLE mine",
                        "CREATE DATABASE mine",
                        "CREATE TABLE public.mine (id INTEGER)",
                        "CREATE TEMPORARY TABLE mine (id INTEGER)",
                        "GRANT qf_reader TO " + analyst,
                        "COPY (SELECT 1) TO PROGRAM 'true'",
                        "SELECT pg_read_file('PG_VERSION')",
                        "SELECT rolpassword FROM pg_authid"));
        assertThat(admin.queryForList("""
                SELECT DISTINCT pg_get_userbyid(c.relowner) FROM pg_class c
                WHERE c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('qf', 'ops', 'analytics', 'mart', 'batch', 'quartz'))
                """, String.class)).containsExactly("qfsync_app");

        admin.execute("REVOKE CREATE ON DATABASE " + suffix + " FROM qfsync_app");
        applyViewsAgain();
        allRefused("qfsync_app", List.of("CREATE SCHEMA mine"));
        runRoles(admin);
        ask("qfsync_app", "SELECT 1");
    }

    @Test
    void rightsSurviveViewsThatAreMadeAnewAndARestoreThatLeavesThemOut() throws Exception {
        applyViewsAgain();
        bothReadEveryViewOfAnalytics();

        try (Connection connection = login("qfsync_app");
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE VIEW analytics.fresh AS SELECT 1 AS x");
            assertThat(ask(analyst, "SELECT x FROM analytics.fresh")).containsExactly("1");
            sql.execute("DROP VIEW analytics.fresh");
        }

        admin.execute("REVOKE ALL ON ALL TABLES IN SCHEMA analytics, qf, ops FROM qf_analyst, qf_reader");
        admin.execute("REVOKE ALL ON SCHEMA analytics, qf, ops FROM qf_analyst, qf_reader");
        allRefused(analyst, List.of("SELECT * FROM analytics.dim_user"));
        prepared().close();
        bothReadEveryViewOfAnalytics();
        aReaderReadsTheCopyButForItsHiddenColumns();
    }

    private void applyViewsAgain() {
        assertThat(admin.update(
                        "UPDATE ops.schema_history SET checksum = 0 WHERE version IS NULL AND checksum IS NOT NULL"))
                .isGreaterThan(5);
        prepared().close();
    }

    @Test
    void aNewTableOfQfIsHiddenUntilItIsNamedAndWhatWasGivenByHandIsTakenBack() throws Exception {
        try (Connection connection = login("qfsync_app");
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE TABLE qf.secret_thoughts (thought VARCHAR)");
            sql.execute("GRANT SELECT ON qf.profile, mart.user_key TO qf_reader, qf_analyst");
            sql.execute("GRANT SELECT (body), UPDATE (body) ON qf.note TO qf_reader");
            sql.execute("GRANT USAGE ON SCHEMA mart, qf TO qf_analyst");
        }
        assertThat(ask(analyst, "SELECT COUNT(*) FROM mart.user_key")).containsExactly("0");
        runRoles(admin);

        List<String> hidden = List.of(
                "SELECT * FROM qf.secret_thoughts",
                "SELECT * FROM qf.profile",
                "SELECT body FROM qf.note",
                "UPDATE qf.note SET body = ''",
                "SELECT * FROM mart.user_key");
        allRefused(analyst, hidden);
        allRefused(reader, hidden);
        aReaderReadsTheCopyButForItsHiddenColumns();
        try (Connection connection = login("qfsync_app");
                Statement sql = connection.createStatement()) {
            sql.execute("DROP TABLE qf.secret_thoughts");
        }
    }

    @Test
    void theAccountOfTheProgramHasTheRightsOfTheRoleItIsIn(@TempDir Path home) throws SQLException {
        ReaderAccount inAnalyst = byHand(home, analyst);
        ReaderAccount inReader = byHand(home, reader);
        String name = "alone_" + suffix;
        admin.execute("CREATE ROLE " + name + " LOGIN PASSWORD 'made-by-hand'");
        ReaderAccount alone = byHand(home, name);

        assertThat(sqlState(inAnalyst, "SELECT sub FROM qf.app_user")).isEqualTo(REFUSED);
        assertThat(sqlState(inAnalyst, "SELECT * FROM analytics.dim_user")).isEmpty();
        for (ReaderAccount account : List.of(inReader, alone)) {
            assertThat(sqlState(account, "SELECT sub FROM qf.app_user")).isEmpty();
            assertThat(sqlState(account, "SELECT body FROM qf.note")).isEqualTo(REFUSED);
            assertThat(sqlState(account, "SELECT * FROM ops.user_grant")).isEqualTo(REFUSED);
        }
        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(() -> byHand(home, "qfsync_app"))
                .withMessageContaining("may read more than analysts may");
        String mighty = "mighty_" + suffix;
        admin.execute("CREATE ROLE " + mighty + " LOGIN PASSWORD 'made-by-hand' IN ROLE pg_read_all_data");
        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(() -> byHand(home, mighty))
                .withMessageContaining("may read more than analysts may");
    }

    private ReaderAccount byHand(Path home, String user) {
        return ReaderAccount.open(
                database(), home, new ReaderProperties(Optional.of(user), "made-by-hand", Duration.ofSeconds(5)));
    }

    @Test
    void rolesThatComeAfterTheDataHaveTheirRightsAtOnce() throws Exception {
        try (Database before = TestDatabase.postgres()) {
            JdbcTemplate owner = new JdbcTemplate(before.dataSource());
            owner.execute("REVOKE ALL ON SCHEMA analytics FROM qf_analyst");
            owner.execute("REVOKE ALL ON analytics.dim_user FROM qf_analyst");

            runRoles(owner);

            try (Connection connection =
                            DriverManager.getConnection(before.properties().url(), analyst, "made-by-hand");
                    Statement sql = connection.createStatement()) {
                assertThat(sql.executeQuery("SELECT * FROM analytics.dim_user").next())
                        .isFalse();
            }
            assertThat(owner.queryForList("SELECT what FROM mart.rights_to_change('qf_reader', 'reader')"))
                    .isEmpty();
        }
    }

    private void allRefused(String role, List<String> statements) {
        SoftAssertions each = new SoftAssertions();
        try (Connection connection = login(role);
                Statement sql = connection.createStatement()) {
            // whatever an analyst takes away of the session's own protection, the rights decide
            sql.execute("SET default_transaction_read_only = off");
            for (String statement : statements) {
                String state = "none: it was done";
                try {
                    sql.execute(statement);
                } catch (SQLException e) {
                    state = e.getSQLState() + (REFUSED.equals(e.getSQLState()) ? "" : " " + e.getMessage());
                }
                each.assertThat(state).as(role + ": " + statement).isEqualTo(REFUSED);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        each.assertAll();
    }

    private static String sqlState(ReaderAccount account, String query) throws SQLException {
        try (Connection connection = account.connect();
                Statement sql = connection.createStatement()) {
            sql.execute(query);
            return "";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    private List<String> ask(String role, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = login(role);
                Statement sql = connection.createStatement();
                ResultSet result = sql.executeQuery(query)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    private Connection login(String role) throws SQLException {
        return DriverManager.getConnection(administrator.url(), role, "made-by-hand");
    }
}
