package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.qfsync.domain.Dataset;
import org.qfsync.testing.SampleTables;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the history remembers of users' rows, and what it forgets, on either database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HistoryContract {
    private static final Instant START = Instant.parse("2026-10-01T02:30:00Z");

    private Database database;
    private JdbcClient jdbc;
    private UserRowWriter writer;
    private Losses losses;
    private TransactionTemplate transaction;
    private int night;

    abstract Database freshDatabase();

    @BeforeAll
    void open() {
        database = freshDatabase();
        jdbc = JdbcClient.create(database.dataSource());
        writer = new UserRowWriter(database);
        losses = new Losses(database);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
    }

    @AfterAll
    void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        for (String table :
                List.of("qf.collection", "qf.collection_item", "qf.app_user", "ops.staged_loss", "ops.change_event")) {
            jdbc.sql("DELETE FROM " + table).update();
        }
        night = 1;
    }

    @Test
    void everyChangeIsRememberedWithWhatWasBeforeAndAfter() {
        collections(collection("a/1 %", "Hope").set("updated_at", START));
        night = 2;
        collections(collection("a/1 %", "Patience").extra("{\"z\":[1,2.5],\"a\":\"\u0635\"}"));
        night = 3;
        collections();
        night = 4;
        collections(collection("a/1 %", "Hope"));

        assertThat(events())
                .containsExactly(
                        "1 qf.collection a%2F1 %25 INSERT null {\"id\":\"a/1 %\",\"name\":\"Hope\","
                                + "\"updated_at\":\"2026-10-01T02:30:00Z\"}",
                        "2 qf.collection a%2F1 %25 UPDATE {\"id\":\"a/1 %\",\"name\":\"Hope\","
                                + "\"updated_at\":\"2026-10-01T02:30:00Z\"}"
                                + " {\"extra\":{\"a\":\"\u0635\",\"z\":[1,2.5]},\"id\":\"a/1 %\",\"name\":\"Patience\"}",
                        "3 qf.collection a%2F1 %25 DELETE"
                                + " {\"extra\":{\"a\":\"\u0635\",\"z\":[1,2.5]},\"id\":\"a/1 %\",\"name\":\"Patience\"} null",
                        "4 qf.collection a%2F1 %25 INSERT null {\"id\":\"a/1 %\",\"name\":\"Hope\"}");
    }

    @Test
    void anUnchangedNightLeavesNoEventAndARolledBackOneNeither() {
        collections(collection("a", "Hope"));
        night = 2;
        collections(collection("a", "Hope"));
        transaction.executeWithoutResult(status -> {
            UserRowWriter.OfUser user = writer.of("amal", stamp());
            user.upsert(
                    SampleTables.COLLECTION, List.of(collection("a", "Other").build()));
            user.finish();
            status.setRollbackOnly();
        });

        assertThat(events()).hasSize(1);
    }

    @Test
    void aColumnThatIsKeptIsInTheHistoryAsItIsStored() {
        collections(collection("a", "Hope").set("slug", "hope"));
        night = 2;
        collections(collection("a", "Patience").keep("slug"));

        assertThat(events()).last().asString().endsWith("{\"id\":\"a\",\"name\":\"Patience\",\"slug\":\"hope\"}");
    }

    @Test
    void thousandsOfEventsAreWrittenInTheirOrder() {
        collections(IntStream.range(0, 2_500)
                .mapToObj(n -> collection("c%04d".formatted(n), "x"))
                .toArray(Row.Builder[]::new));

        assertThat(jdbc.sql("SELECT row_key FROM ops.change_event ORDER BY event_id")
                        .query(String.class)
                        .list())
                .hasSize(2_500)
                .isSorted();
    }

    @Test
    void everyKindOfColumnIsReadBackFromTheCatalogue() {
        jdbc.sql("""
                        CREATE TABLE qf.everything (sub VARCHAR(255) NOT NULL, the_day DATE NOT NULL, n INTEGER NOT NULL,
                            big BIGINT, share DOUBLE PRECISION, flag BOOLEAN, at TIMESTAMP WITH TIME ZONE,
                            doc qf.json_document, text VARCHAR, first_seen_at TIMESTAMP WITH TIME ZONE,
                            changed_at TIMESTAMP WITH TIME ZONE, run_id BIGINT, content_hash BYTEA,
                            deleted_at TIMESTAMP WITH TIME ZONE, extra qf.json_document, PRIMARY KEY (sub, the_day, n))
                        """).update();
        TableSpec declared = TableSpec.of("qf.everything")
                .key("sub", ColumnType.TEXT)
                .key("the_day", ColumnType.DATE)
                .key("n", ColumnType.INTEGER)
                .data("big", ColumnType.BIGINT)
                .data("share", ColumnType.DOUBLE)
                .data("flag", ColumnType.BOOLEAN)
                .data("at", ColumnType.TIMESTAMP)
                .data("doc", ColumnType.JSON)
                .data("text", ColumnType.TEXT);
        assertThat(new SyncedTables(database).get("qf.everything")).isEqualTo(declared);

        Row row = declared.row()
                .set("sub", "amal")
                .set("the_day", java.time.LocalDate.parse("2026-09-30"))
                .set("n", 7)
                .set("big", 1L << 40)
                .set("share", 0.25)
                .set("flag", true)
                .set("at", START)
                .set("doc", "{\"b\":1,\"a\":[null]}")
                .set("text", "\"")
                .build();
        replace(declared, List.of(row));
        night = 2;
        replace(declared, List.of());
        jdbc.sql("DROP TABLE qf.everything").update();

        String document = "{\"at\":\"2026-10-01T02:30:00Z\",\"big\":1099511627776,"
                + "\"doc\":{\"a\":[null],\"b\":1},\"flag\":true,\"n\":7,\"share\":0.25,\"text\":\"\\\"\",\"the_day\":\"2026-09-30\"}";
        assertThat(events())
                .containsExactly(
                        "1 qf.everything 2026-09-30/7 INSERT null " + document,
                        "2 qf.everything 2026-09-30/7 DELETE " + document + " null");
    }

    @Test
    void whatWasDeletedIsForgottenWhenItsTimeIsOverAndNothingElse() {
        collections(collection("gone", "Secret"), collection("kept", "Plain"));
        night = 2;
        collections(collection("gone", "Secret two"), collection("kept", "Plain two"));
        night = 3;
        collections(collection("kept", "Plain two"));
        night = 4;
        collections(collection("kept", "Plain two"), collection("gone", "Back"));

        losses.forgetDeletedBefore(stamp(3).at(), fence());
        assertThat(events()).filteredOn(event -> event.contains("Secret")).hasSize(3);

        losses.forgetDeletedBefore(stamp(3).at().plusMillis(1), fence());

        assertThat(events())
                .noneMatch(event -> event.contains("Secret"))
                .contains("3 qf.collection gone DELETE null null", "2 qf.collection gone UPDATE null null")
                .anyMatch(event -> event.contains("Back"));
        assertThat(events()).filteredOn(event -> event.contains("Plain")).hasSize(2);
    }

    @Test
    void anErasedUserHasNoHistoryNoHoldAndNoStage() {
        collections(
                IntStream.range(0, 30).mapToObj(n -> collection("c" + n, "x")).toArray(Row.Builder[]::new));
        night = 2;
        collections();
        night = 3;
        collections();
        assertThat(jdbc.sql("SELECT COUNT(*) FROM ops.hold WHERE sub = 'amal'")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);

        assertThat(new UserRows(database).delete("amal"))
                .containsEntry("ops.change_event", 30L)
                .containsEntry("ops.hold", 1L)
                .containsEntry("ops.staged_loss", 30L);
    }

    @Test
    void membershipsAreIntervals() {
        items("c/1", "b1", "b2");
        night = 2;
        items("c/1", "b2", "b3");
        night = 3;
        items("c/1", "b1", "b2");
        // as of a time before there was a history
        jdbc.sql("DELETE FROM ops.change_event WHERE row_key = 'c%2F1/b2'").update();

        assertThat(memberships()).containsExactly("c/1 b1 1 - 2", "c/1 b1 3 - null", "c/1 b2 1 - null", "c/1 b3 2 - 3");

        night = 4;
        items("c/1", "b1");
        assertThat(memberships()).contains("c/1 b2 1 - 4");

        night = 5;
        // the service no longer lists the collection, and so says nothing of what is in it
        collections(collection("c/1", "Hope"));
        night = 6;
        collections();
        assertThat(memberships()).contains("c/1 b1 3 - 6");
    }

    private List<String> memberships() {
        return jdbc.sql("""
                        SELECT collection_id, bookmark_id, member_from, member_to
                        FROM mart.membership WHERE sub = 'amal' ORDER BY 1, 2, 3
                        """)
                .query((row, n) -> row.getString(1) + " " + row.getString(2) + " "
                        + nightOf(Timestamps.at(row, "member_from")) + " - "
                        + Timestamps.find(row, "member_to")
                                .map(HistoryContract::nightOf)
                                .orElse(null))
                .list();
    }

    private static @Nullable Long nightOf(@Nullable Instant at) {
        return at == null ? null : Duration.between(START, at).toDays();
    }

    private Stamp stamp() {
        return stamp(night);
    }

    private static Stamp stamp(int night) {
        return new Stamp(night, START.plus(Duration.ofDays(night)));
    }

    private Fence fence() {
        return (sub, work) -> {
            transaction.executeWithoutResult(status -> work.run());
            return true;
        };
    }

    private void collections(Row.Builder... rows) {
        replace(
                SampleTables.COLLECTION,
                Arrays.stream(rows).map(Row.Builder::build).toList());
    }

    private void items(String collection, String... bookmarks) {
        replace(
                SampleTables.COLLECTION_ITEM,
                Arrays.stream(bookmarks)
                        .map(bookmark -> SampleTables.COLLECTION_ITEM
                                .row()
                                .set("sub", "amal")
                                .set("collection_id", collection)
                                .set("bookmark_id", bookmark)
                                .build())
                        .toList());
    }

    private void replace(TableSpec table, List<Row> rows) {
        transaction.executeWithoutResult(status -> {
            UserRowWriter.OfUser user = writer.of("amal", stamp());
            user.replace(Dataset.COLLECTIONS, table, Scope.of("sub", "amal"), rows);
            user.finish();
        });
        losses.settle(stamp(), fence());
    }

    private static Row.Builder collection(String id, String name) {
        return SampleTables.COLLECTION.row().set("sub", "amal").set("id", id).set("name", name);
    }

    /** Run, table, key, kind, before, after; documents in one form on either database. */
    private List<String> events() {
        return jdbc
                .sql("SELECT * FROM ops.change_event WHERE sub = 'amal' ORDER BY event_id")
                .query()
                .listOfRows()
                .stream()
                .map(row -> row.get("run_id") + " " + row.get("entity") + " " + row.get("row_key") + " "
                        + row.get("kind") + " " + document(row, "before") + " " + document(row, "after"))
                .toList();
    }

    private static @Nullable String document(Map<String, Object> row, String column) {
        Object document = row.get(column);
        return document == null ? null : CanonicalJson.of(document.toString());
    }
}
