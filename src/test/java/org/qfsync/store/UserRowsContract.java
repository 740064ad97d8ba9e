package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.Dataset;
import org.qfsync.store.DatasetState.Outcome;
import org.qfsync.testing.SampleTables;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Finding, handing out and deleting all rows of one user, on either database. */
abstract class UserRowsContract {
    private static final Stamp STAMP = new Stamp(1, Instant.parse("2026-10-01T02:30:00.123456Z"));

    private Database database;
    private JdbcTemplate jdbc;
    private UserRows rows;

    abstract Database freshDatabase();

    @BeforeEach
    void open() {
        database = freshDatabase();
        jdbc = new JdbcTemplate(database.dataSource());
        rows = new UserRows(database);
        jdbc.update("INSERT INTO ops.run (run_id, night, pass, kind, started_at)"
                + " VALUES (1, DATE '2026-10-01', 1, 'FULL', CURRENT_TIMESTAMP)");
        for (String sub : List.of("amal", "omar")) {
            fill(sub);
        }
        new DatasetStates(database)
                .record(List.of(DatasetState.notSynced(
                        Dataset.VERSES, DatasetState.CONTENT, 1, Outcome.SKIPPED, null, Duration.ZERO)));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void fill(String sub) {
        RowWriter writer = new RowWriter(database);
        new SyncedUsers(database).synced(sub, STAMP);
        writer.upsert(
                SampleTables.BOOKMARK,
                IntStream.range(0, 1_200)
                        .mapToObj(n -> SampleTables.BOOKMARK
                                .row()
                                .set("sub", sub)
                                .set("id", "b" + n)
                                .set("key_number", n)
                                .set("is_reading", n == 0 ? true : null)
                                .set("created_at", n == 0 ? STAMP.at() : null)
                                .extra(n == 0 ? "{\"colour\":\"\u0623\u062d\u0645\u0631\"}" : null)
                                .build())
                        .toList(),
                STAMP);
        writer.replace(
                SampleTables.BOOKMARK, Scope.of("sub", sub).and("key_number", 5), List.of(), new Stamp(1, STAMP.at()));
        writer.upsert(
                SampleTables.COLLECTION,
                List.of(SampleTables.COLLECTION
                        .row()
                        .set("sub", sub)
                        .set("id", "c")
                        .build()),
                STAMP);
        new DatasetStates(database)
                .record(List.of(
                        DatasetState.notSynced(Dataset.BOOKMARKS, sub, 1, Outcome.FAILED, "Run again", Duration.ZERO)));
        jdbc.update("INSERT INTO ops.user_run (run_id, sub, position, state) VALUES (1, ?, 1, 'DONE')", sub);
    }

    @Test
    void everyTableWithASubIsFoundButTheGrants() {
        jdbc.execute("CREATE TABLE qf.later (sub VARCHAR(255), \""
                + database.dialect().stored("order") + "\" INTEGER)");
        jdbc.update("INSERT INTO qf.later VALUES ('amal', 7)");

        assertThat(rows.tables().stream().map(UserTable::name))
                .contains(
                        "mart.range_source",
                        "mart.user_key",
                        "mart.verse_range",
                        "ops.change_event",
                        "ops.collection_listing",
                        "ops.dataset_state",
                        "ops.hold",
                        "ops.staged_loss",
                        "ops.user_listing",
                        "ops.user_run",
                        "qf.app_user",
                        "qf.bookmark",
                        "qf.collection",
                        "qf.collection_item",
                        "qf.later")
                .doesNotContain("ops.user_grant");
        assertThat(read("qf.later", "amal")).containsExactly(Map.of("sub", "amal", "order", 7));
    }

    @Test
    void whatIsCountedIsWhatIsReadAndWhatIsDeleted() {
        Map<String, Long> expected = Map.of(
                "mart.user_key", 1L,
                "ops.dataset_state", 1L,
                "ops.user_run", 1L,
                "qf.app_user", 1L,
                "qf.bookmark", 1_200L,
                "qf.collection", 1L);

        assertThat(filled(rows.count("amal"))).isEqualTo(expected);
        expected.forEach((table, count) -> assertThat(read(table, "amal")).hasSize(count.intValue()));
        assertThat(filled(rows.delete("amal"))).isEqualTo(expected);

        assertThat(rows.count("amal").values()).containsOnly(0L);
        assertThat(filled(rows.count("omar"))).isEqualTo(expected);
        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM ops.dataset_state WHERE sub = ''", Long.class))
                .isEqualTo(1);
    }

    private static Map<String, Long> filled(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void aRowIsReadWithItsValuesInPlainTypes() {
        Map<String, @Nullable Object> row = read("qf.bookmark", "amal").stream()
                .filter(each -> "b0".equals(each.get("id")))
                .findFirst()
                .orElseThrow();

        assertThat(row)
                .containsEntry("key_number", 0)
                .containsEntry("is_reading", true)
                .containsEntry("verse_number", null)
                .containsEntry("created_at", "2026-10-01T02:30:00.123456Z")
                .containsEntry("run_id", 1L)
                .containsKey("deleted_at");
        assertThat(String.valueOf(row.get("content_hash"))).matches("[0-9a-f]{64}");
        assertThat(String.valueOf(row.get("extra")).replace(" ", ""))
                .isEqualTo("{\"colour\":\"\u0623\u062d\u0645\u0631\"}");
    }

    @Test
    void aDeletionThatIsRolledBackDeletedNothing() {
        new TransactionTemplate(new DataSourceTransactionManager(database.dataSource()))
                .executeWithoutResult(status -> {
                    rows.delete("amal");
                    status.setRollbackOnly();
                });

        assertThat(rows.count("amal")).containsEntry("qf.bookmark", 1_200L);
    }

    @Test
    void noUserIsNobodyAndNotTheContent() {
        assertThatIllegalArgumentException().isThrownBy(() -> rows.delete(""));
        assertThatIllegalArgumentException().isThrownBy(() -> rows.count(" "));
    }

    private List<Map<String, @Nullable Object>> read(String table, String sub) {
        List<Map<String, @Nullable Object>> read = new ArrayList<>();
        rows.tables().stream()
                .filter(each -> each.name().equals(table))
                .forEach(each -> rows.read(each, sub, read::add));
        return read;
    }
}
