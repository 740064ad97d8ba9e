package org.qfsync.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.analytics.QueryException.Reason;
import org.qfsync.store.Database;
import org.qfsync.store.ReaderAccount;
import org.qfsync.store.ReaderProperties;
import org.springframework.jdbc.core.JdbcTemplate;

/** Queries within their limits, on either database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class QueryRunnerContract {
    private Path home = Path.of("");
    private Database database;
    private ReaderAccount account;
    private QueryRunner runner;

    abstract Database freshDatabase(Path folder);

    /** A statement that runs for minutes. */
    abstract String endlessQuery();

    @BeforeAll
    void open(@TempDir Path folder) {
        home = folder;
        database = freshDatabase(folder);
        JdbcTemplate owner = new JdbcTemplate(database.dataSource());
        for (String sub : new String[] {"amal", "bilal", "dana"}) {
            owner.update("INSERT INTO qf.app_user (sub, first_seen_at) VALUES (?, CURRENT_TIMESTAMP)", sub);
        }
        account = ReaderAccount.open(database, home, ReaderProperties.defaults());
        runner = runner(Duration.ofSeconds(30), 100);
    }

    @AfterAll
    void close() {
        database.close();
    }

    private QueryRunner runner(Duration timeout, int maxRows) {
        return new QueryRunner(() -> account, timeout, new QueryProperties(maxRows));
    }

    private static NamedQuery query(String parameters, String sql) {
        return QueryFile.parse("q", "q.sql", "-- title: Q\n-- question: Q?\n" + parameters + "\n" + sql);
    }

    @Test
    void parametersOfEveryTypeArriveAsTheyWereTyped() {
        NamedQuery query = query("""
                -- param: a text required
                -- param: b integer required
                -- param: c number required
                -- param: d date required
                -- param: e time required
                -- param: f boolean required
                -- param: g integer optional""", "SELECT :a AS a, :b AS b, :c AS c, :d AS d, :e AS e, :f AS f, :g AS g");

        QueryResult result = runner.run(
                query,
                Map.of(
                        "a", "'; DROP TABLE qf.app_user; --",
                        "b", "-7",
                        "c", "2.5",
                        "d", "2026-10-04",
                        "e", "2026-10-04T02:30:00+02:00",
                        "f", "true"));

        assertThat(result.rows()).hasSize(1);
        assertThat(result.rows().get(0))
                .containsExactly(
                        "'; DROP TABLE qf.app_user; --", -7, 2.5, "2026-10-04", "2026-10-04T00:30:00Z", true, null);
        assertThat(result.columns()).extracting(ResultColumn::name).containsExactly("a", "b", "c", "d", "e", "f", "g");
        assertThat(result.columns()).extracting(ResultColumn::isNumber).contains(true, false);
    }

    @Test
    void aTextIsAValueAndNeverPartOfTheStatement() {
        NamedQuery query =
                query("-- param: who text optional", "SELECT sub FROM qf.app_user WHERE (:who IS NULL OR sub = :who)");

        assertThat(runner.run(query, Map.of("who", "amal")).rows()).hasSize(1);
        assertThat(runner.run(query, Map.of("who", "' OR '1'='1")).rows()).isEmpty();
        assertThat(runner.run(query, Map.of()).rows()).hasSize(3);
    }

    @Test
    void noMoreRowsComeThanTheLimitAndItIsSaid() {
        String all = "SELECT sub FROM qf.app_user ORDER BY sub";
        QueryResult two = runner(Duration.ofSeconds(30), 2).run(all);
        QueryResult three = runner(Duration.ofSeconds(30), 3).run(all);

        assertThat(two.rows()).hasSize(2);
        assertThat(two.truncated()).isTrue();
        assertThat(three.rows()).hasSize(3);
        assertThat(three.truncated()).isFalse();
        assertThat(runner.run(query("", all), Map.of(), 1).truncated()).isTrue();
    }

    @Test
    void aQueryThatRunsTooLongIsCutOffWithAdvice() {
        ReaderProperties hasty =
                new ReaderProperties(ReaderProperties.defaults().user(), "", Duration.ofMillis(300));
        ReaderAccount impatient = ReaderAccount.open(database, home, hasty);
        QueryRunner quick = new QueryRunner(() -> impatient, Duration.ofMillis(300), QueryProperties.defaults());

        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> quick.run(endlessQuery()))
                .withMessageMatching("The query was cut off after 300ms\\. .*QFSYNC_QUERY_TIMEOUT")
                .extracting(QueryException::reason)
                .isEqualTo(Reason.TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM qf.app_user",
                "UPDATE qf.app_user SET last_synced_at = CURRENT_TIMESTAMP",
                "SELECT * FROM ops.user_grant",
                "SELECT * FROM qf.no_such_table"
            })
    void whatTheDatabaseRefusesIsToldOnOneLine(String sql) {
        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> runner.run(sql))
                .satisfies(refused -> assertThat(refused.getMessage())
                        .startsWith("The database refused the query: ")
                        .doesNotContain("\n")
                        .matches(message -> sql.contains("no_such")
                                || message.contains(
                                        "(this account reads analytics, and qf and the runs in ops but for")));
        assertThat(runner.run("SELECT sub FROM qf.app_user").rows()).hasSize(3);
    }
}
