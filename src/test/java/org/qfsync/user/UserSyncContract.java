package org.qfsync.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.api.QfApi;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Selection;
import org.qfsync.http.HttpProperties;
import org.qfsync.http.HttpTransport;
import org.qfsync.http.RequestMeter;
import org.qfsync.http.ServerClock;
import org.qfsync.store.Database;
import org.qfsync.store.DatasetState;
import org.qfsync.store.DatasetStates;
import org.qfsync.store.ListingStates;
import org.qfsync.store.LiveRows;
import org.qfsync.store.Losses;
import org.qfsync.store.SchemaDrift;
import org.qfsync.store.Stamp;
import org.qfsync.store.SyncedUsers;
import org.qfsync.store.UnknownFields;
import org.qfsync.store.UserRowWriter;
import org.qfsync.token.AccessToken;
import org.qfsync.token.AccessTokens;
import org.springframework.jdbc.core.JdbcTemplate;

/** Night after night of one user, by the listings alone and with the feed of mutations, on either database. */
abstract class UserSyncContract {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Set<Dataset> SHELVES =
            Set.of(Dataset.COLLECTIONS, Dataset.COLLECTION_ITEMS, Dataset.BOOKMARKS);
    private static final Set<String> SCOPES = Set.of("collection", "bookmark.read", "sync");
    private static final List<String> ALL_TYPES =
            List.of("collections", "bookmarksayah", "bookmarkspage", "bookmarksjuz", "bookmarkssurah");

    private Database database;
    private JdbcTemplate jdbc;
    private HttpTransport transport;
    private Shelves shelves;
    private SchemaDrift drift;
    private LocalDate night = LocalDate.of(2026, 11, 1);
    private long run;

    abstract Database freshDatabase();

    @BeforeEach
    void open() throws IOException {
        database = freshDatabase();
        jdbc = new JdbcTemplate(database.dataSource());
        drift = new SchemaDrift(database);
        transport = HttpTransport.pooled(HttpProperties.defaults(), new RequestMeter(), new ServerClock(CLOCK));
        shelves = new Shelves();
    }

    @AfterEach
    void close() throws IOException {
        shelves.close();
        transport.close();
        database.close();
    }

    /** A user's copy is by the listings alone, or with the feed: so the two can be compared in one database. */
    private enum User {
        LISTED,
        FED
    }

    private UserCopy copy(User user, Set<String> scopes, boolean full) {
        QfEndpoints endpoints = new QfEndpoints(QfEnvironment.SANDBOX, shelves.baseUrl(), shelves.baseUrl());
        QfApi api = new QfApi(endpoints, "client-1", HttpProperties.defaults(), transport, CLOCK, new Random(1));
        UserProperties properties = new UserProperties(4, SHELVES, List.of(), ZoneOffset.UTC, 30, user == User.FED);
        Stamp stamp = new Stamp(run, Instant.parse("2026-11-01T02:00:00Z").plusSeconds(run));
        ListingStates listings = new ListingStates(database);
        UserCopy copy = new UserReader(api, new LiveRows(database), listings, properties, CLOCK)
                .read(
                        user.name(),
                        new OneToken(),
                        scopes,
                        new Reading(night, new Selection(Set.of(), Set.of(), full), new UnknownFields(drift, stamp)));
        new UserWriter(new UserRowWriter(database), new DatasetStates(database), listings, new SyncedUsers(database))
                .write(copy, stamp);
        new Losses(database).settle(stamp, (sub, work) -> {
            work.run();
            return true;
        });
        return copy;
    }

    /** Syncs the user as a night does; tells what it asked for. */
    private List<String> sync(User user) {
        shelves.asked();
        startRun();
        assertThat(copy(user, SCOPES, false).failed()).isEmpty();
        return shelves.asked();
    }

    private void startRun() {
        run++;
        jdbc.update(
                "INSERT INTO ops.run (run_id, night, pass, kind, started_at) VALUES (?, ?, ?, 'FULL', CURRENT_TIMESTAMP)",
                run,
                night,
                run);
    }

    private List<String> rows(User user) {
        List<String> lines = new ArrayList<>();
        String marked =
                " || ' ' || type || ' ' || key_number || ' ' || LOWER(CAST(is_in_default_collection AS VARCHAR))"
                        + " || ' ' || LOWER(CAST(is_reading AS VARCHAR)) || ' ' || collections_count FROM ";
        lines.addAll(select(user, "'bookmark ' || id" + marked + "qf.bookmark"));
        lines.addAll(select(user, "'item ' || collection_id || ' ' || bookmark_id" + marked + "qf.collection_item"));
        jdbc.query(
                "SELECT id, name, updated_at, bookmarks_count FROM qf.collection WHERE sub = ? AND deleted_at IS NULL",
                row -> {
                    lines.add("collection " + row.getString(1) + " " + row.getString(2) + " "
                            + row.getObject(3, java.time.OffsetDateTime.class).toInstant() + " " + row.getInt(4));
                },
                user.name());
        lines.sort(null);
        return lines;
    }

    private List<String> select(User user, String what) {
        return jdbc.queryForList("SELECT " + what + " WHERE sub = ? AND deleted_at IS NULL", String.class, user.name());
    }

    private String hope() {
        String hope = shelves.collection("Hope");
        String work = shelves.collection("Work");
        for (int i = 0; i < 3; i++) {
            String mark = shelves.bookmark("ayah", 2 + i);
            shelves.put(hope, mark);
            shelves.put(work, mark);
        }
        shelves.favor(shelves.bookmark("ayah", 9), true);
        return hope;
    }

    @Test
    void anUnchangedUserCostsTheListingsThatTellSoAndWithTheFeedOneRequest() {
        hope();
        sync(User.LISTED);
        sync(User.FED);

        assertThat(sync(User.LISTED)).containsExactlyInAnyOrderElementsOf(ALL_TYPES);
        assertThat(sync(User.FED)).containsExactly("sync");
        assertThat(rows(User.FED)).isEqualTo(rows(User.LISTED)).isEqualTo(shelves.truth());
        for (User user : User.values()) {
            assertThat(state(user, Dataset.COLLECTION_ITEMS).rowCount()).contains(7L);
            assertThat(state(user, Dataset.COLLECTION_ITEMS).counts().unchanged())
                    .isEqualTo(7);
            assertThat(state(user, Dataset.BOOKMARKS).verifiedAt())
                    .isEqualTo(state(user, Dataset.COLLECTIONS).verifiedAt());
        }
        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM qf.collection_item WHERE run_id > 2", Long.class))
                .isZero();
    }

    private DatasetState state(User user, Dataset dataset) {
        return new DatasetStates(database).find(dataset, user.name()).orElseThrow();
    }

    @Test
    void onlyTheCollectionThatChangedIsListedAgain() {
        String hope = hope();
        String mark = shelves.bookmark("surah", 3);
        sync(User.LISTED);
        sync(User.FED);
        shelves.put(hope, mark);

        assertThat(sync(User.LISTED)).hasSize(6).contains("collections/" + hope);
        assertThat(sync(User.FED))
                .containsExactlyInAnyOrder("sync", "sync", "collections", "bookmarkssurah", "collections/" + hope);
        assertThat(rows(User.FED)).isEqualTo(rows(User.LISTED)).isEqualTo(shelves.truth());
    }

    @Test
    void theItemsThatRepeatAChangedBookmarkAreListedAgainAlthoughTheirCollectionsDidNotChange() {
        String hope = hope();
        sync(User.LISTED);
        sync(User.FED);
        String mark = "b" + 1002;
        assertThat(shelves.truth()).anyMatch(line -> line.startsWith("item " + hope + " " + mark));
        shelves.readFrom(mark, true);

        assertThat(sync(User.LISTED)).hasSize(7).contains("collections/" + hope);
        assertThat(sync(User.FED)).hasSize(6).contains("bookmarksayah", "collections/" + hope);
        assertThat(rows(User.FED)).isEqualTo(rows(User.LISTED)).isEqualTo(shelves.truth());
    }

    @Test
    void withoutTheBookmarksNoSignatureIsReliedOn() {
        String hope = hope();
        sync(User.LISTED);
        shelves.asked();
        startRun();
        copy(User.LISTED, Set.of("collection"), false);

        assertThat(shelves.asked()).contains("collections", "collections/" + hope, "collections/" + Shelves.FAVORITES);
    }

    @Test
    void aFullListingListsWhatLooksUnchangedToo() {
        String hope = hope();
        sync(User.FED);
        shelves.asked();
        startRun();
        copy(User.FED, SCOPES, true);

        assertThat(shelves.asked())
                .containsAll(ALL_TYPES)
                .contains("sync", "collections/" + hope, "collections/" + Shelves.FAVORITES);
    }

    @Test
    void anItemThatMovesBetweenPagesIsNeitherDoubledNorDeleted() {
        String hope = shelves.collection("Hope");
        for (int i = 0; i < 45; i++) {
            shelves.put(hope, shelves.bookmark("ayah", 1 + i));
        }
        sync(User.LISTED);
        List<String> before = shelves.truth();
        // Moved to the end of the collection while its first page is being sent, and back before the second look.
        String moving = "b1001";
        shelves.put(hope, shelves.bookmark("ayah", 50));
        shelves.beforeAnswering(number -> {
            if (number == 9) {
                shelves.take(hope, moving);
            } else if (number == 10) {
                shelves.put(hope, moving);
            }
        });
        sync(User.LISTED);
        shelves.beforeAnswering(number -> {});

        assertThat(rows(User.LISTED))
                .filteredOn(line -> line.startsWith("item"))
                .hasSize(46);
        assertThat(jdbc.queryForObject(
                        "SELECT COUNT(*) FROM qf.collection_item WHERE deleted_at IS NOT NULL", Long.class))
                .isZero();
        assertThat(before).filteredOn(line -> line.startsWith("item")).hasSize(45);
        sync(User.LISTED);
        assertThat(rows(User.LISTED)).isEqualTo(shelves.truth());
    }

    @Test
    void anItemThatWasPassedOverWhenItWasNewIsFoundTheNextNight() {
        String hope = shelves.collection("Hope");
        for (int i = 0; i < 25; i++) {
            shelves.put(hope, shelves.bookmark("ayah", 1 + i));
        }
        shelves.beforeAnswering(number -> {
            if (number == 8) {
                shelves.turn(hope);
            }
        });
        sync(User.LISTED);
        shelves.beforeAnswering(number -> {});
        assertThat(rows(User.LISTED))
                .filteredOn(line -> line.startsWith("item"))
                .hasSize(24);

        sync(User.LISTED);
        assertThat(rows(User.LISTED)).isEqualTo(shelves.truth());
        assertThat(sync(User.LISTED)).doesNotContain("collections/" + hope);
    }

    @Test
    void aFeedThatIsRefusedCostsOneRequestAndTheListingsTellAll() {
        hope();
        shelves.takeFeedAway();
        sync(User.FED);

        assertThat(sync(User.FED)).hasSize(6).contains("sync").containsAll(ALL_TYPES);
        assertThat(rows(User.FED)).isEqualTo(shelves.truth());
        assertThat(state(User.FED, Dataset.BOOKMARKS).hint())
                .hasValueSatisfying(hint -> assertThat(hint).contains("sync feed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ARCHIVE BOOKMARK", "UPDATE PLAYLIST"})
    void aMutationInUnknownWordsIsRecordedAndNothingIsLeftToIt(String mutation) {
        hope();
        sync(User.FED);
        String[] words = mutation.split(" ", 2);
        shelves.mystery(words[0], words[1]);

        assertThat(sync(User.FED)).containsAll(ALL_TYPES);
        drift.flush();
        assertThat(jdbc.queryForList("SELECT kind FROM ops.schema_drift", String.class))
                .containsExactly("UNKNOWN_MUTATION");
        assertThat(sync(User.FED)).containsExactly("sync");
    }

    @Test
    void withoutTheScopeOfTheFeedItIsNotAsked() {
        hope();
        startRun();
        copy(User.FED, Set.of("collection", "bookmark"), false);

        assertThat(shelves.asked()).doesNotContain("sync").isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void bothWaysEndInTheServicesOwnRowsNightAfterNight(long seed) {
        Random random = new Random(seed);
        hope();
        Map<LocalDate, Integer> changes = new TreeMap<>();
        for (int nights = 0; nights < 12; nights++) {
            changes.put(night, random.nextInt(5));
            for (int i = 0; i < changes.get(night); i++) {
                shelves.changeSomething(random);
            }
            sync(User.FED);
            sync(User.LISTED);
            assertThat(rows(User.LISTED)).as("listed, after %s", changes).isEqualTo(shelves.truth());
            assertThat(rows(User.FED)).as("fed, after %s", changes).isEqualTo(shelves.truth());
            night = night.plusDays(1);
        }
    }

    private static final class OneToken implements AccessTokens {
        @Override
        public AccessToken current() {
            return new AccessToken("t", 1, Instant.MAX);
        }

        @Override
        public AccessToken renew(AccessToken rejected) {
            return current();
        }
    }
}
