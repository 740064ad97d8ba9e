package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qfsync.domain.Dataset;
import org.qfsync.store.Hold.Decision;
import org.qfsync.testing.SampleTables;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How losses are staged, judged, held and settled, and what history remembers, on either database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LossesContract {
    private static final TableSpec VERSE = TableSpec.of("qf.verse")
            .key("verse_id", ColumnType.INTEGER)
            .data("verse_key", ColumnType.TEXT)
            .data("chapter_id", ColumnType.INTEGER)
            .data("verse_number", ColumnType.INTEGER);
    private static final Instant START = Instant.parse("2026-10-01T02:30:00Z");

    private final Set<String> withdrawn = new HashSet<>();
    private Database database;
    private JdbcClient jdbc;
    private UserRowWriter writer;
    private DatasetStates states;
    private Losses losses;
    private Holds holds;
    private TransactionTemplate transaction;
    private long run;

    abstract Database freshDatabase();

    @BeforeAll
    void open() {
        database = freshDatabase();
        jdbc = JdbcClient.create(database.dataSource());
        writer = new UserRowWriter(database);
        states = new DatasetStates(database);
        losses = new Losses(database);
        holds = new Holds(database);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
    }

    @AfterAll
    void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        for (String table : List.of(
                "qf.bookmark",
                "qf.collection",
                "qf.collection_item",
                "qf.verse",
                "qf.app_user",
                "ops.staged_loss",
                "ops.hold",
                "ops.change_event",
                "ops.dataset_state",
                "ops.run_dataset",
                "ops.run")) {
            jdbc.sql("DELETE FROM " + table).update();
        }
        withdrawn.clear();
        run = 0;
        nextRun();
    }

    @ParameterizedTest
    @CsvSource({
        // exactly half is believed, one more is not
        "22, 11, false",
        "22, 12, true",
        "21, 10, false",
        "21, 11, true",
        // a small dataset may go as a whole
        "20, 20, false",
        "21, 21, true",
    })
    void moreThanHalfOfAUsersDatasetOfOverTwentyRowsIsHeld(int had, int lost, boolean held) {
        bookmarks("amal", 0, had);
        nextRun();

        bookmarks("amal", lost, had);
        settle();

        assertThat(holds.open()).hasSize(held ? 1 : 0);
        assertThat(live("amal")).isEqualTo(held ? had : had - lost);
        assertThat(state("amal").removed()).isEqualTo(held ? 0 : lost);
        assertThat(heldIn("amal")).isEqualTo(held ? lost : 0);
    }

    @ParameterizedTest
    @CsvSource({
        // 5 % of 2,100 rows are believed, one more is not
        "105, 105, false",
        "105, 106, true",
        // 100 rows are believed, however small the table is
        "80, 100, false",
        "80, 101, true",
    })
    void moreThanFivePercentAndOverAHundredRowsOfATableAreHeldTogether(int users, int lost, boolean held) {
        int each = 20;
        for (int user = 0; user < users; user++) {
            bookmarks("user" + user, 0, each);
        }
        nextRun();
        for (int user = 0; user < users; user++) {
            bookmarks("user" + user, lost / users + (user < lost % users ? 1 : 0), each);
        }
        settle();

        assertThat(total("qf.bookmark")).isEqualTo((long) users * each - (held ? 0 : lost));
        assertThat(holds.open()).hasSize(held ? 1 : 0);
        if (held) {
            Hold hold = holds.open().get(0);
            assertThat(hold.sub()).isEmpty();
            assertThat(hold.rows()).isEqualTo(lost);
            assertThat(hold.before()).isEqualTo((long) users * each);
            assertThat(hold.users()).isEqualTo(users);
        }
    }

    @Test
    void oneUsersHeldLossDoesNotHoldWhatOthersDeleted() {
        bookmarks("amal", 0, 300);
        bookmarks("omar", 0, 30);
        nextRun();

        bookmarks("amal", 200, 300);
        bookmarks("omar", 1, 30);
        settle();

        assertThat(holds.open())
                .singleElement()
                .satisfies(hold -> assertThat(hold.user()).contains("amal"));
        assertThat(live("omar")).isEqualTo(29);
    }

    @Test
    void lossesOfManyUsersAreOneHoldNotOneEach() {
        for (int user = 0; user < 12; user++) {
            bookmarks("user" + user, 0, 30);
        }
        nextRun();
        for (int user = 0; user < 12; user++) {
            bookmarks("user" + user, 20, 30);
        }
        settle();

        assertThat(holds.open()).singleElement().satisfies(hold -> {
            assertThat(hold.sub()).isEmpty();
            assertThat(hold.rows()).isEqualTo(240);
        });
    }

    @Test
    void nothingIsRemovedBeforeTheSealAndARestartOfTheSealFinishesIt() {
        bookmarks("amal", 0, 10);
        bookmarks("omar", 0, 10);
        nextRun();
        bookmarks("amal", 2, 10);
        bookmarks("omar", 3, 10);
        assertThat(total("qf.bookmark")).isEqualTo(20);

        Set<String> reached = new HashSet<>();
        Fence killedAtTheSecondUser = (sub, work) -> {
            if (!sub.isEmpty() && reached.add(sub) && reached.size() > 1) {
                throw new IllegalStateException("killed");
            }
            return fence().within(sub, work);
        };
        assertThatIllegalStateException().isThrownBy(() -> losses.settle(stamp(), killedAtTheSecondUser));
        assertThat(total("qf.bookmark")).isBetween(17L, 18L);
        settle();
        settle();

        assertThat(total("qf.bookmark")).isEqualTo(15);
        assertThat(state("amal").removed()).isEqualTo(2);
        assertThat(state("omar").removed()).isEqualTo(3);
        assertThat(events("DELETE")).isEqualTo(5);
        assertThat(count("ops.staged_loss")).isZero();
    }

    @Test
    void aRowThatIsListedAgainLeavesTheStageAndAnEmptyHoldIsOver() {
        bookmarks("amal", 0, 30);
        nextRun();
        bookmarks("amal", 20, 30);
        settle();
        assertThat(holds.open()).hasSize(1);

        nextRun();
        bookmarks("amal", 5, 30);
        settle();
        assertThat(holds.open())
                .singleElement()
                .satisfies(hold -> assertThat(hold.rows()).isEqualTo(5));

        nextRun();
        bookmarks("amal", 0, 30);
        settle();
        assertThat(holds.open()).isEmpty();
        assertThat(holds.all())
                .singleElement()
                .satisfies(hold -> assertThat(hold.decision()).contains(Decision.CAME_BACK));
        assertThat(live("amal")).isEqualTo(30);
        assertThat(count("ops.staged_loss")).isZero();
        assertThat(events("DELETE")).isZero();
    }

    @Test
    void whatIsStoredBesidesAHeldLossStandsAndFurtherLossesWaitWithIt() {
        bookmarks("amal", 0, 30);
        nextRun();
        List<Row> listed = new ArrayList<>(rows("amal", 20, 30));
        listed.add(bookmark("amal", "new"));
        listing("amal", listed);
        settle();
        assertThat(live("amal")).isEqualTo(31);

        nextRun();
        listing("amal", listed.subList(1, listed.size()));
        settle();

        assertThat(holds.open())
                .singleElement()
                .satisfies(hold -> assertThat(hold.rows()).isEqualTo(21));
        assertThat(live("amal")).isEqualTo(31);
    }

    @Test
    void anAcceptedHoldIsRemovedAsFarAsItIsStillMissing() {
        bookmarks("amal", 0, 2_000);
        nextRun();
        bookmarks("amal", 1_600, 2_000);
        settle();
        nextRun();
        bookmarks("amal", 1_500, 2_000);
        settle();

        accept(holds.open().get(0));

        assertThat(live("amal")).isEqualTo(500);
        assertThat(events("DELETE")).isEqualTo(1_500);
        assertThat(heldIn("amal")).isZero();
        assertThat(count("ops.staged_loss")).isZero();
        nextRun();
        bookmarks("amal", 1_500, 2_000);
        settle();
        assertThat(holds.open()).isEmpty();
    }

    @Test
    void anAcceptedHoldWhoseRemovalWasCutOffIsRemovedByTheNextSeal() {
        bookmarks("amal", 0, 30);
        nextRun();
        bookmarks("amal", 20, 30);
        settle();

        holds.decide(holds.open().get(0), Decision.ACCEPTED, "amina", START);
        nextRun();
        bookmarks("amal", 20, 30);
        settle();

        assertThat(live("amal")).isEqualTo(10);
        assertThat(holds.open()).isEmpty();
    }

    @Test
    void aRejectedHoldKeepsItsRowsAndOnlyFurtherLossesAreHeldAgain() {
        bookmarks("amal", 0, 60);
        nextRun();
        bookmarks("amal", 35, 60);
        settle();
        holds.decide(holds.open().get(0), Decision.REJECTED, "amina", START);

        nextRun();
        bookmarks("amal", 35, 60);
        settle();
        assertThat(holds.open()).isEmpty();
        assertThat(live("amal")).isEqualTo(60);
        assertThat(heldIn("amal")).isEqualTo(35);

        nextRun();
        bookmarks("amal", 48, 60);
        settle();
        assertThat(holds.open()).singleElement().satisfies(hold -> {
            assertThat(hold.rows()).isEqualTo(13);
            assertThat(hold.before()).isEqualTo(25);
        });

        // after all
        Hold rejected = holds.all().get(0);
        holds.decide(rejected, Decision.ACCEPTED, "amina", START);
        losses.remove(rejected, START, fence());
        assertThat(live("amal")).isEqualTo(25);
    }

    @Test
    void theItemsOfACollectionThatIsGoneAreNoExtraLoss() {
        collections("amal", 3, 3);
        items("amal", 0, 30);
        items("amal", 1, 5);
        items("amal", 2, 5);
        nextRun();
        collections("amal", 1, 3);
        items("amal", 0, 0);
        items("amal", 1, 3);
        settle();

        assertThat(holds.open()).isEmpty();
        assertThat(total("qf.collection")).isEqualTo(2);
        assertThat(total("qf.collection_item")).isEqualTo(8);
    }

    @Test
    void theSameItemsOfACollectionThatStandsAreALoss() {
        collections("amal", 3, 3);
        items("amal", 0, 30);
        items("amal", 1, 5);
        nextRun();
        collections("amal", 0, 3);
        items("amal", 0, 0);
        settle();

        assertThat(holds.open())
                .singleElement()
                .satisfies(hold -> assertThat(hold.dataset()).isEqualTo("collection_items"));
        assertThat(total("qf.collection_item")).isEqualTo(35);
    }

    @Test
    void theItemsOfAHeldCollectionWaitWithIt() {
        collections("amal", 0, 24);
        for (int collection = 0; collection < 24; collection++) {
            items("amal", collection, 1);
        }
        nextRun();
        collections("amal", 14, 24);
        for (int collection = 0; collection < 10; collection++) {
            items("amal", collection, 0);
        }
        settle();

        assertThat(holds.open()).singleElement().satisfies(hold -> {
            assertThat(hold.dataset()).isEqualTo("collections");
            assertThat(hold.rows()).isEqualTo(14);
        });
        assertThat(total("qf.collection_item")).isEqualTo(24);
        accept(holds.open().get(0));
        assertThat(total("qf.collection")).isEqualTo(10);
        assertThat(total("qf.collection_item")).isEqualTo(14);
    }

    @Test
    void aRowThatOnlyMovedBetweenListingsIsNoLoss() {
        listing("amal", List.of(bookmark("amal", "a")));
        nextRun();
        transaction.executeWithoutResult(status -> {
            UserRowWriter.OfUser user = writer.of("amal", stamp());
            Scope verses = Scope.of("sub", "amal").and("type", "ayah");
            user.replace(Dataset.BOOKMARKS, SampleTables.BOOKMARK, verses, List.of());
            Row moved = SampleTables.BOOKMARK
                    .row()
                    .set("sub", "amal")
                    .set("id", "a")
                    .set("type", "page")
                    .build();
            Scope pages = Scope.of("sub", "amal").and("type", "page");
            assertThat(user.replace(Dataset.BOOKMARKS, SampleTables.BOOKMARK, pages, List.of(moved)))
                    .isEqualTo(new ChangeCounts(0, 1, 0, 0));
            user.finish();
        });
        settle();

        assertThat(live("amal")).isEqualTo(1);
        assertThat(events("DELETE")).isZero();
    }

    @Test
    void whoWithdrewIsNotWrittenOfAnyMore() {
        bookmarks("amal", 0, 30);
        bookmarks("omar", 0, 30);
        nextRun();
        bookmarks("amal", 1, 30);
        bookmarks("omar", 20, 30);
        withdrawn.addAll(List.of("amal", "omar"));
        settle();

        assertThat(events("DELETE")).isZero();
        assertThat(holds.all()).isEmpty();
    }

    @Test
    void contentThatWouldLoseTooMuchKeepsItsRowsUntilAnOperatorDecides() {
        RowWriter content = new RowWriter(database);
        List<Row> verses = verses(2_100);
        content.replace(VERSE, Scope.all(), verses, stamp());
        nextRun();
        assertThat(content.replace(VERSE, Scope.all(), verses.subList(0, 1_995), stamp())
                        .removed())
                .isEqualTo(105);
        nextRun();

        List<Row> cut = verses.subList(150, 1_995);
        assertThat(content.replace(VERSE, Scope.all(), cut, stamp()).removed()).isZero();
        settle();

        Hold hold = holds.open().get(0);
        assertThat(hold.sub()).contains("");
        assertThat(hold.user()).isEmpty();
        assertThat(hold.rows()).isEqualTo(150);
        assertThat(total("qf.verse")).isEqualTo(1_995);
        content.replace(VERSE, Scope.all(), verses.subList(50, 1_995), stamp());
        accept(hold);
        assertThat(total("qf.verse")).isEqualTo(1_945);
        assertThat(count("ops.change_event")).isZero();
    }

    @Test
    void whatIsSummedUpTellsRemovedFromHeld() {
        bookmarks("amal", 0, 30);
        bookmarks("omar", 0, 30);
        nextRun();
        bookmarks("amal", 20, 30);
        bookmarks("omar", 4, 30);
        settle();

        transaction.executeWithoutResult(status -> states.sumUp(run));
        assertThat(states.summary(run)).singleElement().satisfies(summary -> {
            assertThat(summary.counts().removed()).isEqualTo(4);
            assertThat(summary.held()).isEqualTo(20);
        });
    }

    private void nextRun() {
        run++;
        jdbc.sql("INSERT INTO ops.run (run_id, night, pass, kind, started_at)"
                        + " VALUES (?, DATE '2026-10-01', ?, 'FULL', CURRENT_TIMESTAMP)")
                .params(run, run)
                .update();
    }

    private Stamp stamp() {
        return new Stamp(run, START.plus(Duration.ofDays(run)));
    }

    private Fence fence() {
        return (sub, work) -> {
            if (withdrawn.contains(sub)) {
                return false;
            }
            transaction.executeWithoutResult(status -> work.run());
            return true;
        };
    }

    private void settle() {
        losses.settle(stamp(), fence());
        losses.countHeld();
    }

    private void accept(Hold hold) {
        holds.decide(hold, Decision.ACCEPTED, "amina", START);
        losses.remove(hold, stamp().at(), fence());
    }

    /** The user has the bookmarks from that number on. */
    private void bookmarks(String sub, int from, int to) {
        listing(sub, rows(sub, from, to));
    }

    private void listing(String sub, List<Row> rows) {
        replace(sub, Dataset.BOOKMARKS, SampleTables.BOOKMARK, Scope.of("sub", sub), rows);
    }

    private void collections(String sub, int from, int to) {
        List<Row> rows = IntStream.range(from == to ? 0 : from, to)
                .mapToObj(n -> SampleTables.COLLECTION
                        .row()
                        .set("sub", sub)
                        .set("id", "c/" + n)
                        .build())
                .toList();
        replace(sub, Dataset.COLLECTIONS, SampleTables.COLLECTION, Scope.of("sub", sub), rows);
    }

    private void items(String sub, int collection, int count) {
        List<Row> rows = IntStream.range(0, count)
                .mapToObj(n -> SampleTables.COLLECTION_ITEM
                        .row()
                        .set("sub", sub)
                        .set("collection_id", "c/" + collection)
                        .set("bookmark_id", "b" + n)
                        .build())
                .toList();
        Scope scope = Scope.of("sub", sub).and("collection_id", "c/" + collection);
        replace(sub, Dataset.COLLECTION_ITEMS, SampleTables.COLLECTION_ITEM, scope, rows);
    }

    private void replace(String sub, Dataset dataset, TableSpec table, Scope scope, List<Row> rows) {
        transaction.executeWithoutResult(status -> {
            UserRowWriter.OfUser user = writer.of(sub, stamp());
            ChangeCounts counts = user.replace(dataset, table, scope, rows);
            user.finish();
            states.record(
                    List.of(DatasetState.synced(dataset, sub, stamp(), counts.listed(), counts, Duration.ofMillis(1))));
        });
    }

    private static List<Row> rows(String sub, int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> bookmark(sub, "b" + n)).toList();
    }

    private static Row bookmark(String sub, String id) {
        return SampleTables.BOOKMARK
                .row()
                .set("sub", sub)
                .set("id", id)
                .set("type", "ayah")
                .build();
    }

    private static List<Row> verses(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> VERSE.row()
                        .set("verse_id", n)
                        .set("verse_key", "1:" + n)
                        .set("chapter_id", 1)
                        .set("verse_number", n)
                        .build())
                .toList();
    }

    private long live(String sub) {
        return count("qf.bookmark WHERE deleted_at IS NULL AND sub = '" + sub + "'");
    }

    private long total(String table) {
        return count(table + " WHERE deleted_at IS NULL");
    }

    private long events(String kind) {
        return count("ops.change_event WHERE kind = '" + kind + "'");
    }

    private ChangeCounts state(String sub) {
        return states.find(Dataset.BOOKMARKS, sub).orElseThrow().counts();
    }

    private long heldIn(String sub) {
        return jdbc.sql("SELECT held FROM ops.dataset_state WHERE sub = ?")
                .param(sub)
                .query(Long.class)
                .single();
    }

    private long count(String fromWhere) {
        return jdbc.sql("SELECT COUNT(*) FROM " + fromWhere).query(Long.class).single();
    }
}
