package org.qfsync.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.qfsync.content.FeedServer.created;
import static org.qfsync.content.FeedServer.lastPage;
import static org.qfsync.content.FeedServer.note;
import static org.qfsync.content.FeedServer.page;
import static org.qfsync.content.FeedServer.pageOf;
import static org.qfsync.content.FeedServer.refusal;
import static org.qfsync.content.FeedServer.resource;
import static org.qfsync.content.FeedServer.row;
import static org.qfsync.content.FeedServer.verse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.api.QfApi;
import org.qfsync.content.FilterResult.Outcome;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.SystemicException;
import org.qfsync.http.HttpProperties;
import org.qfsync.http.HttpTransport;
import org.qfsync.http.RequestMeter;
import org.qfsync.http.ServerClock;
import org.qfsync.http.Spool;
import org.qfsync.store.Database;
import org.qfsync.store.RowWriter;
import org.qfsync.store.SchemaDrift;
import org.qfsync.store.Stamp;
import org.qfsync.store.UnknownFields;
import org.qfsync.testing.ScriptedServer.Reply;
import org.qfsync.token.AccessToken;
import org.qfsync.token.AccessTokens;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What Content Sync must keep to, whatever the service answers, on either database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContentSyncContract {
    private static final Instant NIGHT = Instant.parse("2026-10-01T02:30:00Z");
    private static final String ONE = verse(1, "1:1", "In the name<sup foot_note=9>1</sup>", note(9, "of"));
    private static final String TWO = verse(2, "1:2", "Praise");

    @TempDir
    static Path folder;

    private @Nullable Database database;
    private JdbcClient jdbc;
    private FeedServer server;
    private HttpTransport transport;
    private String resources = "translations:20";
    private boolean full;
    private boolean stopping;
    private Runnable fence = () -> {};
    private int perPage = 100;

    abstract Database freshDatabase(Path folder);

    @BeforeAll
    void openDatabase() {
        database = freshDatabase(folder);
        jdbc = JdbcClient.create(database.dataSource());
    }

    @AfterAll
    void closeDatabase() {
        if (database != null) {
            database.close();
        }
    }

    @BeforeEach
    void clear() throws IOException {
        for (String table : List.of(
                "qf.content_resource",
                "qf.translation_text",
                "qf.foot_note",
                "qf.tafsir_text",
                "qf.verse_audio",
                "qf.chapter_audio",
                "qf.word_translation",
                "qf.article",
                "qf.raw_content_row",
                "ops.content_sync_token",
                "ops.schema_drift",
                "qf.verse")) {
            jdbc.sql("DELETE FROM " + table).update();
        }
        resources = "translations:20";
        full = false;
        stopping = false;
        perPage = 100;
        fence = () -> {};
        server = new FeedServer();
        transport = HttpTransport.pooled(properties(), new RequestMeter(), new ServerClock(Clock.systemUTC()));
    }

    @AfterEach
    void stopServer() throws IOException {
        transport.close();
        server.close();
    }

    private static HttpProperties properties() {
        return new HttpProperties(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                1_000_000,
                0,
                4,
                2,
                Duration.ofMillis(1),
                Duration.ofMillis(2));
    }

    private List<FilterResult> sync(int night) {
        QfApi api = new QfApi(
                new QfEndpoints(QfEnvironment.SANDBOX, server.baseUrl(), server.baseUrl()),
                "client-1",
                properties(),
                transport,
                Clock.systemUTC(),
                new Random(1));
        Spool spool = new Spool(folder.resolve("spool"), 1_000_000, Duration.ofSeconds(5));
        JdbcTransactionManager transactions = new JdbcTransactionManager(opened().dataSource());
        ContentSync sync = new ContentSync(
                api.contentSync(new OneToken(), transport.spooling(spool)),
                new ContentSyncProperties(ResourceFilter.parse(resources), perPage, spool.maxBytes(), spool.deadline()),
                QfEnvironment.SANDBOX,
                new ContentStorage(
                        jdbc, new TransactionTemplate(transactions), new RowWriter(opened()), () -> fence.run()));
        Stamp stamp = new Stamp(night, at(night));
        SchemaDrift drift = new SchemaDrift(opened());
        List<FilterResult> results =
                sync.sync(new SyncRun(stamp, new UnknownFields(drift, stamp), full, () -> stopping));
        drift.flush();
        return results;
    }

    private Database opened() {
        if (database == null) {
            throw new IllegalStateException("not open");
        }
        return database;
    }

    private static Instant at(int night) {
        return NIGHT.plus(Duration.ofDays(night));
    }

    private FilterResult syncOne(int night) {
        return sync(night).get(0);
    }

    private void firstNight() {
        server.on("bootstrap", lastPage("t1", created(1, "translations", 20))).snapshot("translations", 20, ONE, TWO);
        assertThat(syncOne(1).outcome()).isEqualTo(Outcome.COMPLETE);
        server.asked();
    }

    private List<String> texts() {
        return strings("SELECT resource_id || '|' || record_key || '|' || text FROM qf.translation_text"
                + " WHERE deleted_at IS NULL ORDER BY record_key");
    }

    private List<String> strings(String sql) {
        return jdbc.sql(sql).query(String.class).list();
    }

    private @Nullable String token() {
        List<String> tokens = strings("SELECT COALESCE(token, 'none') || '|' || state FROM ops.content_sync_token");
        return tokens.isEmpty() ? null : String.join(",", tokens);
    }

    @Test
    void theFirstNightFetchesEveryResourceAndTheNextAsksOnce() throws IOException {
        resources = "translations:20;tafsirs:169";
        server.on(
                        "bootstrap",
                        lastPage("tafsirs-1", created(2, "tafsirs", 169)),
                        lastPage("t1", created(1, "translations", 20)))
                .snapshot("translations", 20, ONE, TWO)
                .snapshot(
                        "tafsirs",
                        169,
                        "{\"id\":7,\"verse_id\":1,\"verse_key\":\"1:1\",\"text\":\"About\",\"start_verse_id\":1,"
                                + "\"end_verse_id\":2}");

        assertThat(sync(1)).extracting(FilterResult::outcome).containsExactly(Outcome.COMPLETE, Outcome.COMPLETE);

        assertThat(server.asked())
                .containsExactly("bootstrap", "snapshot:tafsirs/169", "bootstrap", "snapshot:translations/20");
        assertThat(texts()).containsExactly("20|1|In the name<sup foot_note=9>1</sup>", "20|2|Praise");
        assertThat(strings("SELECT record_key || '|' || foot_note_id || '|' || text FROM qf.foot_note"))
                .containsExactly("1|9|of");
        assertThat(strings(
                        "SELECT resource_group || '|' || resource_id || '|' || resource_content_id || '|' || row_count"
                                + " || '|' || state FROM qf.content_resource ORDER BY resource_group"))
                .containsExactly("tafsirs|169|1169|1|AVAILABLE", "translations|20|1020|2|AVAILABLE");
        assertThat(completeSync()).isEqualTo(at(1));
        assertThat(spooled()).isZero();

        server.on("since:t1", lastPage("t2")).on("since:tafsirs-1", lastPage("tafsirs-2"));
        assertThat(sync(2)).extracting(FilterResult::outcome).containsExactly(Outcome.COMPLETE, Outcome.COMPLETE);
        assertThat(server.asked()).containsExactly("since:tafsirs-1", "since:t1");
        assertThat(token()).isEqualTo("tafsirs-2|COMPLETE,t2|COMPLETE");
        assertThat(completeSync()).isEqualTo(at(2));
        assertThat(strings("SELECT DISTINCT run_id FROM qf.translation_text")).containsExactly("1");
    }

    private Instant completeSync() {
        return jdbc.sql("SELECT last_complete_sync_at FROM qf.content_resource WHERE resource_id = 20")
                .query((row, n) ->
                        row.getObject(1, java.time.OffsetDateTime.class).toInstant())
                .single();
    }

    private static long spooled() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("spool"))) {
            return files.count();
        }
    }

    @Test
    void theSevenKindsOfChangeAreAppliedInTheirOrder() {
        firstNight();
        server.on(
                        "since:t1",
                        page(
                                "c1",
                                row(
                                        2,
                                        "ROW_UPDATE",
                                        "translations",
                                        20,
                                        "translation",
                                        "1",
                                        "{\"id\":1,\"verse_key\":\"1:1\",\"text\":\"In his name\"}"),
                                row(
                                        3,
                                        "ROW_CREATE",
                                        "translations",
                                        20,
                                        "translation",
                                        "3",
                                        verse(3, "1:3", "The Lord")),
                                resource(4, "RESOURCE_UPDATE", "translations", 20, "null"),
                                row(5, "ROW_DELETE", "translations", 20, "translation", "2", "null")))
                .on(
                        "cursor:c1",
                        lastPage(
                                "t2",
                                row(
                                        6,
                                        "ROW_UPDATE",
                                        "translations",
                                        20,
                                        "translation",
                                        "3",
                                        verse(3, "1:3", "Lord", note(10, "of all")))));

        assertThat(syncOne(2).outcome()).isEqualTo(Outcome.COMPLETE);

        assertThat(server.asked()).containsExactly("since:t1", "cursor:c1");
        assertThat(texts()).containsExactly("20|1|In his name", "20|3|Lord");
        assertThat(strings("SELECT record_key || '|' || text FROM qf.foot_note WHERE deleted_at IS NULL ORDER BY 1"))
                .as("a change that does not speak of foot notes leaves them")
                .containsExactly("1|of", "3|of all");
        assertThat(strings("SELECT row_count FROM qf.content_resource")).containsExactly("2");

        server.on("since:t2", lastPage("t3", resource(7, "RESOURCE_DELETE", "translations", 20, "null")));
        assertThat(syncOne(3).outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(texts()).isEmpty();
        assertThat(strings("SELECT state || row_count FROM qf.content_resource"))
                .containsExactly("WITHDRAWN0");
        server.on("since:t3", lastPage("t4"));
        syncOne(4);
        assertThat(server.asked()).as("what was withdrawn is not asked for").containsExactly("since:t2", "since:t3");

        server.on(
                "since:t4",
                lastPage(
                        "t5",
                        resource(
                                8,
                                "RESOURCE_INVALIDATE",
                                "translations",
                                20,
                                "\"/api/v4/resources/snapshots/translations/20\"")));
        assertThat(syncOne(5).counts().inserted()).isEqualTo(3);
        assertThat(texts()).hasSize(2);
    }

    @Test
    void aFailureAnywhereLeavesTheTokenAndARerunConverges() {
        firstNight();
        String[] changes = {
            row(2, "ROW_UPDATE", "translations", 20, "translation", "1", verse(1, "1:1", "changed")),
            row(5, "ROW_CREATE", "translations", 20, "translation", "3", verse(3, "1:3", "new"))
        };
        server.on("since:t1", page("c1", changes[0])).on("cursor:c1", Reply.json(503, "{}"));
        assertThat(syncOne(2).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(token()).isEqualTo("t1|OPEN");
        assertThat(texts()).as("what was stored stands").contains("20|1|changed");

        server.on("cursor:c1", page("c2", created(4, "translations", 20)))
                .snapshot("translations", 20, Reply.json(503, ""));
        assertThat(syncOne(3).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(token()).isEqualTo("t1|OPEN");
        assertThat(completeSync()).isEqualTo(at(1));

        server.snapshot("translations", 20, ONE).on("cursor:c2", lastPage("t2", changes[1]));
        assertThat(syncOne(4).outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(token()).isEqualTo("t2|COMPLETE");
        assertThat(texts()).containsExactly("20|1|In the name<sup foot_note=9>1</sup>", "20|3|new");
    }

    @Test
    void aDeathInATransactionUndoesAllOfIt() {
        firstNight();
        server.on("since:t1", lastPage("t2", created(2, "translations", 20)))
                .snapshot("translations", 20, verse(5, "1:5", "other", note(1, "note")));
        int[] commits = {0};
        fence = () -> {
            // the first is that of the sync's beginning, the second that of the snapshot
            if (++commits[0] == 2) {
                throw new SystemicException("dead", "dead", null, "", null);
            }
        };
        assertThatExceptionOfType(SystemicException.class).isThrownBy(() -> sync(2));
        assertThat(texts()).hasSize(2).doesNotContain("20|5|other");
        assertThat(strings("SELECT text FROM qf.foot_note WHERE deleted_at IS NULL"))
                .containsExactly("of");
        assertThat(token()).isEqualTo("t1|OPEN");

        fence = () -> {};
        assertThat(syncOne(3).outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(texts()).containsExactly("20|5|other");
        assertThat(strings("SELECT text FROM qf.foot_note WHERE deleted_at IS NULL"))
                .containsExactly("note");
    }

    @ParameterizedTest
    @ValueSource(strings = {"410 resync_required", "422 token_filter_mismatch", "410 something_else"})
    void aTokenThatIsRefusedIsDroppedAndEverythingFetchedAnew(String refused) {
        firstNight();
        String[] words = refused.split(" ", 2);
        server.on("since:t1", refusal(Integer.parseInt(words[0]), words[1])).on("bootstrap", Reply.json(503, "{}"));
        assertThat(syncOne(2).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(token()).isEqualTo("none|OPEN");
        assertThat(texts()).as("old rows stay until they are replaced").hasSize(2);
        server.asked();

        server.on("bootstrap", lastPage("t9", created(9, "translations", 20))).snapshot("translations", 20, TWO);
        assertThat(syncOne(3).outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(server.asked()).containsExactly("bootstrap", "snapshot:translations/20");
        assertThat(texts()).containsExactly("20|2|Praise");
        assertThat(token()).isEqualTo("t9|COMPLETE");
    }

    @Test
    void aServerThatRefusesEvenABootstrapIsNotAskedForEver() {
        server.on("bootstrap", refusal(410, "resync_required"));
        assertThat(syncOne(1).outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(server.asked()).containsExactly("bootstrap", "bootstrap");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cursor_filter_mismatch", "cursor_per_page_mismatch"})
    void aCursorThatIsRefusedStartsTheRunAgainOnce(String code) {
        firstNight();
        server.on("since:t1", page("c1")).on("cursor:c1", refusal(422, code), Reply.ok(lastPage("t2")));
        assertThat(syncOne(2).outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(server.asked()).containsExactly("since:t1", "cursor:c1", "since:t1", "cursor:c1");
        assertThat(token()).isEqualTo("t2|COMPLETE");

        server.on("since:t2", page("c1")).on("cursor:c1", refusal(422, code));
        assertThat(syncOne(3).outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(server.asked()).hasSize(4);
        assertThat(token()).isEqualTo("t2|BLOCKED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invalid_resources QFSYNC_CONTENT_RESOURCES",
                "unknown_resource_group QFSYNC_CONTENT_RESOURCES",
                "invalid_per_page QFSYNC_CONTENT_PER_PAGE"
            })
    void aWrongSettingIsNamed(String pair) {
        String[] words = pair.split(" ", 2);
        server.on("bootstrap", refusal(422, words[0]));
        FilterResult result = syncOne(1);
        assertThat(result.outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(result.hint().orElseThrow()).contains("translations:20", words[1]);
        assertThat(server.asked()).containsExactly("bootstrap");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void aClientWithoutContentSyncIsToldSoAndNothingElseFails(int status) {
        resources = "tafsirs:169;translations:20";
        server.on("bootstrap", refusal(status, "forbidden"), Reply.ok(lastPage("t1", created(1, "translations", 20))))
                .snapshot("translations", 20, ONE);
        List<FilterResult> results = sync(1);
        assertThat(results).extracting(FilterResult::outcome).containsExactly(Outcome.OFF, Outcome.COMPLETE);
        assertThat(results.get(0).hint().orElseThrow()).contains("ask Quran Foundation to enable it");
    }

    @Test
    void aForeignHostIsNeverAsked() throws IOException {
        try (FeedServer foreign = new FeedServer()) {
            server.on(
                    "bootstrap",
                    pageOf("true", "\"" + foreign.baseUrl() + "/api/v4/resources/sync?cursor=c\"", "null"));
            FilterResult result = syncOne(1);
            assertThat(result.outcome()).isEqualTo(Outcome.BLOCKED);
            assertThat(result.hint().orElseThrow()).contains("127.0.0.1");

            server.on(
                    "bootstrap",
                    lastPage(
                            "t1",
                            resource(
                                    1,
                                    "RESOURCE_CREATE",
                                    "translations",
                                    20,
                                    "\"" + foreign.baseUrl() + "/api/v4/resources/snapshots/translations/20\"")));
            assertThat(syncOne(2).outcome()).isEqualTo(Outcome.BLOCKED);
            assertThat(token()).isEqualTo("none|BLOCKED");
            assertThat(foreign.asked()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sequence\":3,\"type\":\"RESOURCE_MERGE\",\"resource_group\":\"translations\",\"resource_id\":20}",
                "{\"sequence\":3,\"type\":\"ROW_UPDATE\",\"resource_group\":\"translations\",\"resource_id\":20,"
                        + "\"record_type\":\"translation\",\"record_key\":\"1\",\"data\":null}",
                "{\"sequence\":3,\"type\":\"ROW_DELETE\",\"resource_group\":\"translations\",\"resource_id\":20}",
                "{\"sequence\":3,\"type\":\"ROW_UPDATE\",\"resource_group\":\"translations\",\"resource_id\":\"20\","
                        + "\"record_type\":\"translation\",\"record_key\":\"1\",\"data\":{\"id\":1}}",
                "{\"sequence\":\"3\",\"type\":\"RESOURCE_UPDATE\",\"resource_group\":\"translations\",\"resource_id\":20}",
                "{\"type\":7}",
                "\"ROW_DELETE\"",
                "null",
                "{\"sequence\":1,\"type\":\"RESOURCE_UPDATE\",\"resource_group\":\"translations\",\"resource_id\":20}"
            })
    void aChangeThatIsNotUnderstoodBlocksTheToken(String change) {
        firstNight();
        server.on(
                "since:t1",
                lastPage(
                        "t2",
                        row(2, "ROW_UPDATE", "translations", 20, "translation", "1", verse(1, "1:1", "before")),
                        change,
                        row(4, "ROW_UPDATE", "translations", 20, "translation", "2", verse(2, "1:2", "after"))));
        FilterResult result = syncOne(2);
        assertThat(result.outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(result.hint().orElseThrow()).contains("qfsync run --full");
        assertThat(token()).isEqualTo("t1|BLOCKED");
        assertThat(texts()).containsExactly("20|1|before", "20|2|Praise");

        full = true;
        server.on("bootstrap", lastPage("t3", created(5, "translations", 20)));
        assertThat(syncOne(3).outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(token()).isEqualTo("t3|COMPLETE");
    }

    @Test
    void anUnknownKindOfChangeIsTold() {
        server.on("bootstrap", lastPage("t1", resource(1, "RESOURCE_MERGE", "translations", 20, "null")))
                .snapshot("translations", 20, ONE);
        assertThat(syncOne(1).outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(strings("SELECT field || '|' || kind || '|' || example FROM ops.schema_drift"))
                .containsExactly("type|UNKNOWN_MUTATION|RESOURCE_MERGE");
        assertThat(texts()).as("what was asked for is fetched all the same").hasSize(1);
        assertThat(token()).isEqualTo("none|BLOCKED");
    }

    @Test
    void whatTheBootstrapLeavesOutIsFetchedDirectlyAndAMistypedIdIsNamed() {
        resources = "translations:20,99999";
        server.on("bootstrap", lastPage("t1")).snapshot("translations", 20, ONE);
        FilterResult result = syncOne(1);
        assertThat(result.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(result.hint().orElseThrow()).contains("translations:99999 is not there", "QFSYNC_CONTENT_RESOURCES");
        assertThat(server.asked())
                .containsExactly("bootstrap", "snapshot:translations/20", "snapshot:translations/99999");
        assertThat(token()).isEqualTo("t1|COMPLETE");
        assertThat(strings("SELECT resource_id || state FROM qf.content_resource WHERE last_complete_sync_at IS NULL"))
                .containsExactly("99999UNAVAILABLE");

        server.on("since:t1", lastPage("t2"));
        assertThat(syncOne(2).hint()).as("every night").isPresent();
        assertThat(server.asked()).containsExactly("since:t1", "snapshot:translations/99999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"410 resync_required", "422 token_filter_mismatch", "full"})
    void whatABootstrapLeavesOutIsRemovedOnlyIfItHasNoSnapshotEither(String way) {
        resources = "translations:*";
        firstNightOfFive();
        if (way.equals("full")) {
            full = true;
        } else {
            String[] words = way.split(" ", 2);
            server.on("since:t1", refusal(Integer.parseInt(words[0]), words[1]));
        }
        server.on("bootstrap", page("c1", created(9, "translations", 20)))
                .on("cursor:c1", Reply.json(503, "{}"))
                .snapshot("translations", 21, refusal(404, "snapshot_not_found"))
                .snapshot("translations", 22, TWO)
                .snapshot("translations", 23, refusal(404, "not_found"))
                .snapshot("translations", 24, Reply.json(503, "{}"));
        assertThat(syncOne(2).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(texts()).as("half a list proves nothing").hasSize(5);

        server.on("cursor:c1", lastPage("t9"));
        assertThat(syncOne(3).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(texts()).extracting(text -> text.substring(0, 4)).containsExactly("20|1", "23|1", "24|1", "22|2");
        server.asked();
        server.snapshot("translations", 24, ONE);
        assertThat(syncOne(4).hint().orElseThrow()).contains("translations:23 is no longer available");
        assertThat(server.asked())
                .endsWith("snapshot:translations/22", "snapshot:translations/23", "snapshot:translations/24");
        assertThat(strings("SELECT resource_id || state || row_count FROM qf.content_resource ORDER BY resource_id"))
                .containsExactly("20AVAILABLE1", "21WITHDRAWN0", "22AVAILABLE1", "23UNAVAILABLE1", "24AVAILABLE1");
        assertThat(strings("SELECT COUNT(*) FROM qf.foot_note WHERE resource_id = 21 AND deleted_at IS NULL"))
                .containsExactly("0");

        full = false;
        server.on("since:t9", lastPage("t10"));
        syncOne(5);
        assertThat(server.asked()).containsExactly("since:t9", "snapshot:translations/23");
    }

    @Test
    void aSnapshotThatIsGoneKeepsTheRowsAndTheOthersGoOn() {
        firstNight();
        server.snapshot("translations", 20, refusal(404, "snapshot_not_found"))
                .on("since:t1", lastPage("t2", created(2, "translations", 20)));
        FilterResult result = syncOne(2);
        assertThat(result.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(result.hint().orElseThrow()).contains("no longer available");
        assertThat(texts()).hasSize(2);
        assertThat(completeSync()).isEqualTo(at(1));
    }

    @Test
    void aSnapshotThatIsNotToBeTrustedReplacesNothingAndTheOthersGoOn() {
        resources = "translations:20,21,22,23,24";
        firstNightOfFive();
        server.snapshot("translations", 20, Reply.ok(FeedServer.snapshotBody("translations", 21, ONE)))
                .snapshot("translations", 21)
                .snapshot("translations", 22, "{\"verse_key\":\"1:1\",\"text\":\"no id\"}")
                .snapshot("translations", 23, Reply.ok("{\"records\":["))
                .snapshot("translations", 24, TWO)
                .on("since:t1", lastPage("t2", LIST_OF_FIVE));
        assertThat(syncOne(2).outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(texts())
                .hasSize(5)
                .contains("24|2|Praise")
                .allMatch(text -> text.startsWith("24") || text.contains("|1|In the name"));
        assertThat(token()).isEqualTo("t1|BLOCKED");
        assertThat(server.asked()).as("each was asked for once").hasSize(6);
    }

    private static final String[] LIST_OF_FIVE = {
        created(2, "translations", 20),
        created(3, "translations", 21),
        created(4, "translations", 22),
        created(5, "translations", 23),
        created(6, "translations", 24)
    };

    private void firstNightOfFive() {
        for (int id = 20; id < 25; id++) {
            server.snapshot("translations", id, ONE);
        }
        server.on("bootstrap", lastPage("t1", LIST_OF_FIVE));
        assertThat(syncOne(1).outcome()).isEqualTo(Outcome.COMPLETE);
        server.asked();
    }

    @Test
    void pagesThatGoRoundInCirclesEnd() {
        server.on("bootstrap", page("c1")).on("cursor:c1", page("c2")).on("cursor:c2", page("c1"));
        assertThat(syncOne(1).outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(server.asked())
                .startsWith("bootstrap", "cursor:c1", "cursor:c2")
                .hasSize(4);
    }

    @Test
    void aRowThatCannotBeToldByItsKeyHasTheWholeResourceFetched() {
        firstNight();
        server.snapshot("translations", 20, TWO)
                .on("since:t1", lastPage("t2", row(2, "ROW_DELETE", "translations", 20, "translation", "1:1", "null")));
        assertThat(syncOne(2).outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(server.asked()).containsExactly("since:t1", "snapshot:translations/20");
        assertThat(texts()).containsExactly("20|2|Praise");

        server.on("since:t2", lastPage("t3", row(3, "ROW_UPDATE", "translations", 20, "translation", "x", ONE)));
        assertThat(syncOne(3).outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(server.asked()).containsExactly("since:t2", "snapshot:translations/20");
    }

    @Test
    void articlesWithoutAnIdAreKeptApartByLanguage() {
        resources = "articles:123";
        String english = "{\"article_id\":123,\"language_id\":38,\"lang\":\"en\",\"title\":\"T\",\"text\":\"A\"}";
        server.on("bootstrap", lastPage("t1", created(1, "articles", 123)))
                .snapshot("articles", 123, english, english.replace("38", "9").replace("en", "ar"));
        assertThat(syncOne(1).outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(strings("SELECT record_key || lang FROM qf.article ORDER BY 1"))
                .containsExactly("123:38en", "123:9ar");

        server.on(
                "since:t1",
                lastPage(
                        "t2",
                        row(
                                2,
                                "ROW_UPDATE",
                                "articles",
                                123,
                                "article_localization",
                                "777",
                                english.replace("\"A\"", "\"B\""))));
        assertThat(syncOne(2).outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(strings("SELECT text FROM qf.article ORDER BY record_key")).containsExactly("B", "A");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "en|{'id':777,'article_id':123,'language_id':38,'lang':'en','title':'T','text':'B'}|0",
                "777|{'id':777,'article_id':123,'language_id':38,'lang':'en','title':'T','text':'B'}|0",
                "777|{'id':777,'lang':'en','title':'T','text':'B'}|1",
                "en|{'lang':'en','title':'T','text':'B'}|1",
                "123|{'article_id':123,'lang':'en','title':'T','text':'B'}|1",
                "fr|{'article_id':123,'language_id':5,'lang':'fr','title':'T','text':'B'}|1"
            })
    void anArticlesChangeIsKeyedByItsDataOrElseTheSnapshotIsFetched(String change) {
        resources = "articles:123";
        String english = "{\"article_id\":123,\"language_id\":38,\"lang\":\"en\",\"title\":\"T\",\"text\":\"A\"}";
        server.on("bootstrap", lastPage("t1", created(1, "articles", 123))).snapshot("articles", 123, english);
        assertThat(syncOne(1).outcome()).isEqualTo(Outcome.COMPLETE);
        server.asked();

        String[] words = change.replace('\'', '"').split("\\|", 3);
        server.snapshot("articles", 123, english.replace("\"A\"", "\"B\""))
                .on(
                        "since:t1",
                        lastPage(
                                "t2",
                                row(2, "ROW_UPDATE", "articles", 123, "article_localization", words[0], words[1])));
        assertThat(syncOne(2).outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(server.asked()).hasSize(1 + Integer.parseInt(words[2]));
        assertThat(strings("SELECT record_key || text FROM qf.article WHERE deleted_at IS NULL"))
                .containsExactly("123:38B");
    }

    @Test
    void aRowThatIsKeptAsItComesIsOneRowWhetherOrNotItsKindIsNamed() {
        resources = "mushafs:1;translations:20";
        server.on("bootstrap", lastPage("t1", created(1, "mushafs", 1)), lastPage("u1", created(1, "translations", 20)))
                .snapshot("mushafs", 1, page5("A"), "{\"no\":\"id\"}", "{\"record_type\":\"line\",\"id\":5}")
                .snapshot("translations", 20, TWO);
        sync(1);
        server.asked();
        server.on(
                        "since:t1",
                        lastPage(
                                "t2",
                                row(2, "ROW_UPDATE", "mushafs", 1, "page", "5", page5("B")),
                                row(
                                        3,
                                        "ROW_CREATE",
                                        "mushafs",
                                        1,
                                        "page",
                                        "6",
                                        page5("C").replace("5", "6")),
                                row(4, "ROW_UPDATE", "mushafs", 1, "line", "5", "{\"id\":5,\"of\":1}")))
                .on("since:u1", lastPage("u2"));
        sync(2);
        assertThat(server.asked()).containsExactly("since:t1", "since:u1");
        assertThat(rawRows()).containsExactly("-5B", "-6C", "-digest", "line-5");

        server.snapshot("mushafs", 1, page5("B"))
                .snapshot("translations", 20, ONE)
                .on("since:t2", lastPage("t3", row(5, "ROW_DELETE", "mushafs", 1, "page", "6", "null")))
                .on("since:u2", lastPage("u3", row(5, "ROW_UPDATE", "translations", 20, "verse_text", "2", ONE)));
        sync(3);
        assertThat(server.asked())
                .as("a kind that the group is not known to have")
                .containsExactly("since:t2", "since:u2", "snapshot:translations/20");
        assertThat(rawRows()).containsExactly("-5B", "-digest", "line-5");
        assertThat(texts()).containsExactly("20|1|In the name<sup foot_note=9>1</sup>");

        server.on("since:t3", lastPage("t4", row(6, "ROW_UPDATE", "mushafs", 1, "page", "x", "{\"no\":\"name\"}")))
                .on("since:u3", lastPage("u4"));
        sync(4);
        assertThat(server.asked()).containsExactly("since:t3", "snapshot:mushafs/1", "since:u3");
        assertThat(rawRows()).containsExactly("-5B");
    }

    private static String page5(String text) {
        return "{\"id\":5,\"text\":\"" + text + "\"}";
    }

    private List<String> rawRows() {
        return jdbc.sql("SELECT record_type, record_key, document FROM qf.raw_content_row WHERE deleted_at IS NULL"
                        + " ORDER BY record_type, record_key")
                .query((row, n) -> {
                    String key = row.getString("record_key");
                    String text = row.getString("document").replaceAll("[^A-C]", "");
                    return row.getString("record_type") + "-" + (key.length() == 64 ? "digest" : key + text);
                })
                .list();
    }

    @Test
    void groupsAndKindsThatAreNewAreKeptAsTheyCome() {
        resources = "mushafs:1;recitations:7";
        server.on("bootstrap", lastPage("t1", created(1, "mushafs", 1)), lastPage("t2", created(1, "recitations", 7)))
                .snapshot("mushafs", 1, "{\"id\":5,\"b\":[1],\"a\":null}", "{\"no\":\"id\"}")
                .snapshot(
                        "recitations",
                        7,
                        "{\"record_type\":\"audio_file\",\"id\":1,\"recitation_id\":7,\"verse_key\":\"1:1\","
                                + "\"url\":\"Alafasy/1.mp3\",\"segments\":[[0,1]]}",
                        "{\"record_type\":\"chapter_audio_file\",\"id\":1,\"audio_recitation_id\":30,\"chapter_id\":1,"
                                + "\"audio_url\":\"https://a/1.mp3\"}",
                        "{\"record_type\":\"waveform\",\"id\":1,\"data\":\"x\"}");
        assertThat(sync(1)).extracting(FilterResult::outcome).containsExactly(Outcome.COMPLETE, Outcome.COMPLETE);
        assertThat(strings("SELECT resource_group || '|' || record_type || '|' || CASE WHEN LENGTH(record_key) = 64"
                        + " THEN 'digest' ELSE record_key END FROM qf.raw_content_row ORDER BY 1"))
                .containsExactly("mushafs||5", "mushafs||digest", "recitations|waveform|1");
        assertThat(strings("SELECT recitation_id || url FROM qf.verse_audio")).containsExactly("7Alafasy/1.mp3");
        assertThat(strings("SELECT audio_recitation_id FROM qf.chapter_audio")).containsExactly("30");
        assertThat(strings("SELECT row_count FROM qf.content_resource ORDER BY resource_group"))
                .containsExactly("2", "3");

        server.on("since:t1", lastPage("t3", row(2, "ROW_DELETE", "mushafs", 1, "page", "5", "null")))
                .on("since:t2", lastPage("t4", row(2, "ROW_DELETE", "recitations", 7, "waveform", "1", "null")));
        sync(2);
        assertThat(strings("SELECT record_key FROM qf.raw_content_row WHERE deleted_at IS NULL"
                        + " AND resource_group = 'recitations'"))
                .isEmpty();
    }

    @Test
    void anotherFilterHasAnotherTokenAndTheOldOneIsForgotten() {
        firstNight();
        resources = "translations: 131, 20,20";
        server.on("bootstrap", lastPage("t5", created(1, "translations", 20), created(2, "translations", 131)))
                .snapshot("translations", 131, TWO);
        assertThat(syncOne(2).filter().canonical()).isEqualTo("translations:20,131");
        assertThat(token()).isEqualTo("t5|COMPLETE");
        assertThat(texts()).hasSize(3);
    }

    @Test
    void aRunThatIsAskedToStopLeavesTheToken() {
        firstNight();
        stopping = true;
        assertThat(syncOne(2).outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(token()).isEqualTo("t1|OPEN");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void aVersesCommentaryIsTheRowWhoseRangeContainsIt() {
        for (int verse = 1; verse <= 7; verse++) {
            jdbc.sql("INSERT INTO qf.verse (verse_id, verse_key, chapter_id, verse_number, first_seen_at, changed_at,"
                            + " run_id, content_hash) VALUES (?, ?, 1, ?, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 1, ?)")
                    .param(verse)
                    .param("1:" + verse)
                    .param(verse)
                    .param(new byte[1])
                    .update();
        }
        resources = "tafsirs:169";
        server.on("bootstrap", lastPage("t1", created(1, "tafsirs", 169)))
                .snapshot(
                        "tafsirs",
                        169,
                        tafsir(1, "1:1", "", 1, 3),
                        tafsir(2, "1:2", "", 1, 3),
                        tafsir(3, "1:3", "one to three", 1, 3),
                        tafsir(4, "1:4", "four to five", 4, 5),
                        "{\"id\":6,\"verse_key\":\"1:6\",\"text\":\"six\"}");
        assertThat(syncOne(1).outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(strings("SELECT verse_key || ' ' || text FROM analytics.tafsir_of_verse ORDER BY verse_id"))
                .containsExactly(
                        "1:1 one to three",
                        "1:2 one to three",
                        "1:3 one to three",
                        "1:4 four to five",
                        "1:5 four to five",
                        "1:6 six");
    }

    private static String tafsir(int verse, String key, String text, int from, int to) {
        return "{\"id\":" + (100 + verse) + ",\"verse_id\":" + verse + ",\"verse_key\":\"" + key + "\",\"text\":\""
                + text + "\",\"start_verse_id\":" + from + ",\"end_verse_id\":" + to + ",\"group_tafsir_id\":1}";
    }

    private static final class OneToken implements AccessTokens {
        @Override
        public AccessToken current() {
            return new AccessToken("token", 1, Instant.MAX);
        }

        @Override
        public AccessToken renew(AccessToken rejected) {
            return current();
        }
    }
}
