package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.Dataset;
import org.qfsync.store.DatasetState.Outcome;
import org.qfsync.testing.SampleTables;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Dataset states, their sums, schema drift and the analysts' views, on either database. */
abstract class ResultsContract {
    private static final Stamp FIRST = new Stamp(1, Instant.parse("2026-10-01T02:30:00Z"));
    private static final Stamp SECOND = new Stamp(2, Instant.parse("2026-10-02T02:30:00Z"));

    private Database database;
    private JdbcClient jdbc;
    private DatasetStates states;

    abstract Database freshDatabase();

    @BeforeEach
    void open() {
        database = freshDatabase();
        jdbc = JdbcClient.create(database.dataSource());
        states = new DatasetStates(database);
        for (long run = 1; run <= 2; run++) {
            jdbc.sql("INSERT INTO ops.run (run_id, night, pass, kind, started_at)"
                            + " VALUES (?, DATE '2026-10-01', ?, 'FULL', CURRENT_TIMESTAMP)")
                    .params(run, run)
                    .update();
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aStateIsReadBackAsItWasWritten() {
        DatasetState state = synced("amal", FIRST, new ChangeCounts(1, 2, 3, 4));

        states.record(List.of(state));

        assertThat(states.find(Dataset.BOOKMARKS, "amal")).contains(state);
        assertThat(states.find(Dataset.BOOKMARKS, "omar")).isEmpty();
    }

    @Test
    void aFailureKeepsWhenTheDatasetWasLastVerified() {
        states.record(List.of(synced("amal", FIRST, new ChangeCounts(6, 0, 0, 0))));

        states.record(List.of(DatasetState.notSynced(
                Dataset.BOOKMARKS, "amal", 2, Outcome.FAILED, "Run again", Duration.ofMillis(7))));

        DatasetState state = states.find(Dataset.BOOKMARKS, "amal").orElseThrow();
        assertThat(state.verifiedAt()).contains(FIRST.at());
        assertThat(state.rowCount()).contains(6L);
        assertThat(state.runId()).isEqualTo(2);
        assertThat(state.counts()).isEqualTo(ChangeCounts.NONE);
        assertThat(state.hint()).contains("Run again");
    }

    @Test
    void aRunsSumsCountItsOwnStatesOnlyAndCanBeRepeated() {
        states.record(List.of(
                synced("amal", SECOND, new ChangeCounts(6, 0, 0, 0)),
                synced("omar", SECOND, new ChangeCounts(0, 1, 5, 2)),
                synced("zayd", FIRST, new ChangeCounts(6, 0, 0, 0)),
                DatasetState.notSynced(Dataset.BOOKMARKS, "noor", 2, Outcome.SKIPPED, null, Duration.ZERO),
                DatasetState.synced(
                        Dataset.CHAPTERS,
                        DatasetState.CONTENT,
                        SECOND,
                        114,
                        new ChangeCounts(114, 0, 0, 0),
                        Duration.ofSeconds(1))));

        states.sumUp(2);

        assertThat(states.sumUp(2))
                .containsExactly(
                        new DatasetSummary(
                                Dataset.CHAPTERS,
                                1,
                                0,
                                0,
                                114,
                                new ChangeCounts(114, 0, 0, 0),
                                0,
                                Duration.ofSeconds(1)),
                        new DatasetSummary(
                                Dataset.BOOKMARKS,
                                2,
                                1,
                                0,
                                12,
                                new ChangeCounts(6, 1, 5, 2),
                                0,
                                Duration.ofMillis(20)));
        assertThat(states.summary(1)).isEmpty();
    }

    @Test
    void sightingsOfANewFieldAddUpOverThreadsAndRuns() throws Exception {
        SchemaDrift drift = new SchemaDrift(database);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> work = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            work.add(threads.submit(() -> {
                for (int n = 0; n < 100; n++) {
                    drift.record(sighting(Dataset.BOOKMARKS, "string"), FIRST);
                    drift.flush();
                }
            }));
        }
        for (Future<?> each : work) {
            each.get();
        }
        threads.shutdown();

        drift.record(sighting(Dataset.BOOKMARKS, "null"), SECOND);
        drift.record(sighting(Dataset.COLLECTIONS, "string"), SECOND);
        drift.flush();

        assertThat(jdbc.sql("SELECT dataset, json_type, occurrences, run_id FROM ops.schema_drift ORDER BY dataset")
                        .query((row, number) ->
                                List.of(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)))
                        .list())
                .containsExactly(List.of("bookmarks", "null", 801L, 2L), List.of("collections", "string", 1L, 2L));
    }

    private static SchemaDrift.Sighting sighting(Dataset dataset, String type) {
        return new SchemaDrift.Sighting(dataset, "colour", DriftKind.UNKNOWN_FIELD, type, type);
    }

    @Test
    void theViewsCountLiveSavesByVerseCollectionAndJuz() {
        RowWriter writer = new RowWriter(database);
        TableSpec verses = TableSpec.of("qf.verse")
                .key("verse_id", ColumnType.INTEGER)
                .data("verse_key", ColumnType.TEXT)
                .data("chapter_id", ColumnType.INTEGER)
                .data("verse_number", ColumnType.INTEGER)
                .data("juz_number", ColumnType.INTEGER);
        Row verse = verses.row()
                .set("verse_id", 262)
                .set("verse_key", "2:255")
                .set("chapter_id", 2)
                .set("verse_number", 255)
                .set("juz_number", 3)
                .build();
        writer.replace(verses, Scope.all(), List.of(verse), FIRST);
        List<Row> collections = List.of(collection("hope"), collection("gone"));
        writer.upsert(SampleTables.COLLECTION, collections, FIRST);
        writer.upsert(
                SampleTables.COLLECTION_ITEM,
                List.of(item("hope", "b1", 255), item("__default__", "b1", 255), item("gone", "b2", 1)),
                FIRST);
        writer.upsert(SampleTables.BOOKMARK, List.of(bookmark("amal", "b1", 255), bookmark("omar", "b3", 255)), FIRST);
        SyncedUsers users = new SyncedUsers(database);
        users.synced("amal", FIRST);
        users.synced("omar", FIRST);

        writer.replace(SampleTables.COLLECTION, Scope.of("sub", "amal"), collections.subList(0, 1), SECOND);

        assertThat(rows("SELECT verse_key, saves, users FROM analytics.most_saved_verses"))
                .containsExactly("2:255 3 2");
        assertThat(rows("SELECT chapter_id, saves, users FROM analytics.saves_by_chapter"))
                .containsExactly("2 3 2");
        assertThat(rows("SELECT juz_number, saves, users FROM analytics.saves_by_juz"))
                .containsExactly("3 3 2");
    }

    @Test
    void whoWithdrewIsInNoViewFromThatMomentAndBackOnceSyncedAgain() {
        RowWriter writer = new RowWriter(database);
        SyncedUsers users = new SyncedUsers(database);
        users.synced("amal", FIRST);
        users.synced("omar", FIRST);
        writer.upsert(SampleTables.COLLECTION, List.of(collection("hope")), FIRST);
        writer.upsert(SampleTables.COLLECTION_ITEM, List.of(item("hope", "b1", 255)), FIRST);
        writer.upsert(SampleTables.BOOKMARK, List.of(bookmark("amal", "b2", 1), bookmark("omar", "b3", 255)), FIRST);

        users.withdrew("amal", SECOND.at());

        assertThat(rows("SELECT verse_key, saves, users FROM analytics.most_saved_verses"))
                .containsExactly("2:255 1 1");
        assertThat(rows("SELECT collections_made, items_added, items_total FROM analytics.collection_growth"))
                .isEmpty();

        users.seen("amal", SECOND);

        assertThat(rows("SELECT SUM(collections_made), SUM(items_added), 1 FROM analytics.collection_growth"))
                .containsExactly("1 1 1");
    }

    private List<String> rows(String sql) {
        return jdbc.sql(sql)
                .query((row, number) -> row.getString(1) + " " + row.getString(2) + " " + row.getString(3))
                .list();
    }

    private static Row collection(String id) {
        return SampleTables.COLLECTION
                .row()
                .set("sub", "amal")
                .set("id", id)
                .set("name", "Name of " + id)
                .build();
    }

    private static Row item(String collection, String bookmark, int verse) {
        return SampleTables.COLLECTION_ITEM
                .row()
                .set("sub", "amal")
                .set("collection_id", collection)
                .set("bookmark_id", bookmark)
                .set("type", "ayah")
                .set("key_number", 2)
                .set("verse_number", verse)
                .build();
    }

    private static Row bookmark(String sub, String id, int verse) {
        return SampleTables.BOOKMARK
                .row()
                .set("sub", sub)
                .set("id", id)
                .set("type", "ayah")
                .set("key_number", 2)
                .set("verse_number", verse)
                .build();
    }

    private static DatasetState synced(String sub, Stamp stamp, ChangeCounts counts) {
        return DatasetState.synced(Dataset.BOOKMARKS, sub, stamp, 6, counts, Duration.ofMillis(10));
    }
}
