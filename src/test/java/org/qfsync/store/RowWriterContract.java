package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.qfsync.testing.SampleTables.BOOKMARK;
import static org.qfsync.testing.SampleTables.COLLECTION;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qfsync.testing.SampleTables;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What writing listings must keep to, on either database. */
abstract class RowWriterContract {
    private static final Stamp FIRST = new Stamp(1, Instant.parse("2026-10-01T02:30:00Z"));
    private static final Stamp SECOND = new Stamp(2, Instant.parse("2026-10-02T02:30:00.123456Z"));
    private static final Scope AMAL = Scope.of("sub", "amal");

    private Database database;
    private RowWriter writer;
    private JdbcClient jdbc;

    abstract Database freshDatabase();

    @BeforeEach
    void open() {
        database = freshDatabase();
        writer = new RowWriter(database);
        jdbc = JdbcClient.create(database.dataSource());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void newChangedUnchangedAndMissingRowsAreToldApart() {
        assertThat(replace(FIRST, bookmark("a", 1), bookmark("b", 2), bookmark("c", 3)))
                .isEqualTo(new ChangeCounts(3, 0, 0, 0));

        assertThat(replace(SECOND, bookmark("a", 1), bookmark("b", 20), bookmark("d", 4)))
                .isEqualTo(new ChangeCounts(1, 1, 1, 1));

        assertThat(live()).containsExactly("a", "b", "d");
        assertThat(runOf("b")).isEqualTo(2);
        assertThat(at("b", "first_seen_at")).isEqualTo(FIRST.at());
        assertThat(at("b", "changed_at")).isEqualTo(SECOND.at());
        assertThat(at("c", "deleted_at")).isEqualTo(SECOND.at());
        assertThat(runOf("c")).isEqualTo(2);
    }

    @Test
    void anUnchangedRowIsNotRewritten() {
        replace(FIRST, bookmark("a", 1));
        Object version = rowVersion();

        assertThat(replace(SECOND, bookmark("a", 1))).isEqualTo(new ChangeCounts(0, 0, 1, 0));
        assertThat(writer.upsert(BOOKMARK, List.of(bookmark("a", 1)), SECOND)).isEqualTo(new ChangeCounts(0, 0, 1, 0));

        assertThat(rowVersion()).isEqualTo(version);
        assertThat(runOf("a")).isEqualTo(1);
        assertThat(at("a", "changed_at")).isEqualTo(FIRST.at());
    }

    @Test
    void aRowThatComesBackIsLiveAgainAndKeepsWhenItWasFirstSeen() {
        replace(FIRST, bookmark("a", 1));
        assertThat(replace(SECOND)).isEqualTo(new ChangeCounts(0, 0, 0, 1));
        assertThat(replace(SECOND)).isEqualTo(ChangeCounts.NONE);

        assertThat(replace(SECOND, bookmark("a", 1))).isEqualTo(new ChangeCounts(1, 0, 0, 0));

        assertThat(live()).containsExactly("a");
        assertThat(at("a", "first_seen_at")).isEqualTo(FIRST.at());
    }

    @Test
    void anIncompleteListingRemovesNothing() {
        replace(FIRST, bookmark("a", 1), bookmark("b", 2));

        assertThat(writer.upsert(BOOKMARK, List.of(bookmark("b", 3), bookmark("c", 4)), SECOND))
                .isEqualTo(new ChangeCounts(1, 1, 0, 0));

        assertThat(live()).containsExactly("a", "b", "c");
    }

    @Test
    void ofRowsWithTheSameKeyTheLastOneCounts() {
        assertThat(replace(FIRST, bookmark("a", 1), bookmark("a", 2))).isEqualTo(new ChangeCounts(1, 0, 0, 0));

        assertThat(verseOf("a")).isEqualTo(2);
    }

    @Test
    void aStreamedListingDoesWhatAListedOneDoes() {
        replace(FIRST, bookmark("gone", 1), bookmark("back", 2));
        replace(FIRST, bookmark("a", 1), bookmark("b", 2), bookmark("twice", 3), bookmark("same", 4), bookmark("c", 5));

        StreamedReplacement streamed = writer.replaceStreamed(BOOKMARK, AMAL, SECOND);
        List.of(bookmark("twice", 30), bookmark("same", 40), bookmark("a", 1), bookmark("b", 20), bookmark("back", 2))
                .forEach(streamed::add);
        for (int i = 0; i < 600; i++) {
            streamed.add(bookmark("new%04d".formatted(i), i));
        }
        streamed.add(bookmark("twice", 31));
        streamed.add(bookmark("same", 4));

        assertThat(streamed.finish()).isEqualTo(new ChangeCounts(601, 2, 2, 1));
        assertThat(live())
                .hasSize(605)
                .contains("a", "b", "back", "twice", "same")
                .doesNotContain("gone", "c");
        assertThat(verseOf("twice")).isEqualTo(31);
        assertThat(verseOf("same")).isEqualTo(4);
        assertThat(runOf("a")).isEqualTo(1);
        assertThat(at("c", "deleted_at")).isEqualTo(SECOND.at());
    }

    @Test
    void aStreamedListingTakesNoRowOfAnotherScope() {
        StreamedReplacement streamed = writer.replaceStreamed(BOOKMARK, Scope.of("sub", "another"), SECOND);
        assertThatIllegalArgumentException().isThrownBy(() -> streamed.add(bookmark("a", 1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.replaceStreamed(BOOKMARK, Scope.of("mushaf_id", 4), SECOND));
    }

    @Test
    void thousandsOfRowsAreWrittenInBatches() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            rows.add(bookmark("b%04d".formatted(i), i));
        }

        assertThat(writer.replace(BOOKMARK, AMAL, rows, FIRST)).isEqualTo(new ChangeCounts(2_500, 0, 0, 0));
        assertThat(writer.replace(BOOKMARK, AMAL, rows.subList(0, 2_400), SECOND))
                .isEqualTo(new ChangeCounts(0, 0, 2_400, 100));
        assertThat(live()).hasSize(2_400);
    }

    @Test
    void anotherUsersRowsAndAnotherTypesRowsAreUntouched() {
        replace(FIRST, bookmark("a", 1));
        Row other = BOOKMARK.row().set("sub", "omar").set("id", "a").build();
        writer.replace(BOOKMARK, Scope.of("sub", "omar"), List.of(other), FIRST);

        replace(SECOND);
        assertThat(jdbc.sql("SELECT sub FROM qf.bookmark WHERE deleted_at IS NULL")
                        .query(String.class)
                        .list())
                .containsExactly("omar");

        replace(SECOND, bookmark("a", 1));
        Scope pages = AMAL.and("mushaf_id", 4).and("type", "page");
        assertThat(writer.replace(BOOKMARK, pages, List.of(), SECOND)).isEqualTo(ChangeCounts.NONE);
        assertThat(live()).containsExactly("a");
    }

    @Test
    void aRowThatMovedIntoTheScopeIsAnUpdateNotANewRow() {
        replace(FIRST, bookmark("a", 1));
        Row moved = BOOKMARK.row()
                .set("sub", "amal")
                .set("id", "a")
                .set("type", "page")
                .build();

        assertThat(writer.replace(BOOKMARK, AMAL.and("type", "page"), List.of(moved), SECOND))
                .isEqualTo(new ChangeCounts(0, 1, 0, 0));
    }

    @Test
    void aRowOutsideTheListedScopeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.replace(BOOKMARK, Scope.of("sub", "omar"), List.of(bookmark("a", 1)), FIRST))
                .withMessageContaining("outside the listed scope");
    }

    @Test
    void everyKindOfTextSurvives() {
        String name = "أحب \"القرآن\" 💚 O'Neil \\ {a,b} NULL, ;--\n\ttab";
        Row row = COLLECTION
                .row()
                .set("sub", "amal")
                .set("id", "c'1\"")
                .set("name", name)
                .set("slug", "")
                .set("is_private", true)
                .set("updated_at", Instant.parse("2026-01-21T07:28:13.023456789Z"))
                .extra("{\"z\":[1,2.50,null],\"a\":\"\\\"💚\\u0000\"}")
                .build();

        writer.replace(COLLECTION, AMAL, List.of(row), FIRST);

        Map<String, Object> stored = jdbc.sql("SELECT name, slug, url, is_private FROM qf.collection")
                .query()
                .singleRow();
        assertThat(stored)
                .containsEntry("name", name)
                .containsEntry("slug", "")
                .containsEntry("url", null)
                .containsEntry("is_private", true);
        assertThat(jdbc.sql("SELECT CAST(extra AS VARCHAR) FROM qf.collection")
                        .query(String.class)
                        .single()
                        .replace(" ", ""))
                .isEqualTo("{\"a\":\"\\\"💚\uFFFD\",\"z\":[1,2.50,null]}");
        assertThat(writer.replace(COLLECTION, AMAL, List.of(row), SECOND).unchanged())
                .isEqualTo(1);
    }

    @Test
    void whatNoDatabaseCanStoreBecomesAReplacementCharacter() {
        Row row = COLLECTION
                .row()
                .set("sub", "amal")
                .set("id", "c")
                .set("name", "a\0b\uD800c")
                .extra("{\"lone\":\"\\ud83d\"}")
                .build();

        writer.replace(COLLECTION, AMAL, List.of(row), FIRST);

        assertThat(jdbc.sql("SELECT name FROM qf.collection")
                        .query(String.class)
                        .single())
                .isEqualTo("a\uFFFDb\uFFFDc");
    }

    @Test
    void anotherOrderOfTheExtraFieldsIsNoChangeAnotherValueIs() {
        writer.replace(COLLECTION, AMAL, List.of(collection("{\"a\":1,\"b\":{\"c\":2,\"d\":3}}")), FIRST);

        assertThat(writer.replace(COLLECTION, AMAL, List.of(collection("{ \"b\":{\"d\":3,\"c\":2}, \"a\":1}")), SECOND))
                .isEqualTo(new ChangeCounts(0, 0, 1, 0));
        assertThat(writer.replace(COLLECTION, AMAL, List.of(collection("{\"a\":1}")), SECOND))
                .isEqualTo(new ChangeCounts(0, 1, 0, 0));
        assertThat(writer.replace(COLLECTION, AMAL, List.of(collection(null)), SECOND))
                .isEqualTo(new ChangeCounts(0, 1, 0, 0));
    }

    @Test
    void aRollbackOfTheCallerUndoesEverything() {
        replace(FIRST, bookmark("a", 1));
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));

        transaction.executeWithoutResult(status -> {
            replace(SECOND, bookmark("b", 2));
            status.setRollbackOnly();
        });

        assertThat(live()).containsExactly("a");
    }

    @Test
    void manyUsersAreWrittenSideBySide() throws Exception {
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<ChangeCounts>> work = new ArrayList<>();
        for (int user = 0; user < 50; user++) {
            String sub = "user-" + user;
            List<Row> rows = new ArrayList<>();
            for (int n = 0; n < 30; n++) {
                rows.add(BOOKMARK.row().set("sub", sub).set("id", "b" + n).build());
            }
            Callable<ChangeCounts> call = () -> Objects.requireNonNull(
                    transaction.execute(status -> writer.replace(BOOKMARK, Scope.of("sub", sub), rows, FIRST)));
            work.add(threads.submit(call));
        }

        ChangeCounts sum = ChangeCounts.NONE;
        for (Future<ChangeCounts> each : work) {
            sum = sum.plus(each.get());
        }
        threads.shutdown();

        assertThat(sum).isEqualTo(new ChangeCounts(1_500, 0, 0, 0));
    }

    @Test
    void everyTableTakesRowsOfItsSpecification() {
        for (TableSpec table : List.of(COLLECTION, SampleTables.COLLECTION_ITEM, BOOKMARK)) {
            Row.Builder row = table.row().extra("{}");
            table.columns().forEach(column -> row.set(column.name(), sample(column.type())));

            assertThat(writer.replace(table, Scope.all(), List.of(row.build()), FIRST))
                    .as(table.table())
                    .isEqualTo(new ChangeCounts(1, 0, 0, 0));
            assertThat(writer.replace(table, Scope.all(), List.of(row.build()), FIRST))
                    .as(table.table())
                    .isEqualTo(new ChangeCounts(0, 0, 1, 0));
        }
    }

    private static Object sample(ColumnType type) {
        return switch (type) {
            case TEXT -> "text";
            case INTEGER -> 7;
            case BIGINT -> 7L;
            case BOOLEAN -> false;
            case DOUBLE -> 0.25;
            case TIMESTAMP -> Instant.EPOCH;
            case DATE -> LocalDate.EPOCH;
            case JSON -> "[]";
        };
    }

    private ChangeCounts replace(Stamp stamp, Row... rows) {
        return writer.replace(BOOKMARK, AMAL, List.of(rows), stamp);
    }

    private static Row bookmark(String id, int verse) {
        return BOOKMARK.row()
                .set("sub", "amal")
                .set("id", id)
                .set("mushaf_id", 4)
                .set("type", "ayah")
                .set("key_number", 2)
                .set("verse_number", verse)
                .set("created_at", Instant.parse("2026-01-21T07:28:13.023Z"))
                .build();
    }

    private static Row collection(@Nullable String extra) {
        return COLLECTION.row().set("sub", "amal").set("id", "c").extra(extra).build();
    }

    private List<String> live() {
        return jdbc.sql("SELECT id FROM qf.bookmark WHERE sub = 'amal' AND deleted_at IS NULL ORDER BY id")
                .query(String.class)
                .list();
    }

    private long runOf(String id) {
        return jdbc.sql("SELECT run_id FROM qf.bookmark WHERE sub = 'amal' AND id = ?")
                .param(id)
                .query(Long.class)
                .single();
    }

    private int verseOf(String id) {
        return jdbc.sql("SELECT verse_number FROM qf.bookmark WHERE sub = 'amal' AND id = ?")
                .param(id)
                .query(Integer.class)
                .single();
    }

    private Instant at(String id, String column) {
        return jdbc.sql("SELECT " + column + " FROM qf.bookmark WHERE sub = 'amal' AND id = ?")
                .param(id)
                .query((row, number) -> Timestamps.at(row, column))
                .single();
    }

    /** Changes whenever the row is written anew, even with the same values. */
    abstract String rowVersionQuery();

    private Object rowVersion() {
        return jdbc.sql(rowVersionQuery()).query().singleRow();
    }
}
