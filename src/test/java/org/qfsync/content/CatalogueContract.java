package org.qfsync.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qfsync.api.ContentClient;
import org.qfsync.api.QfApi;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.http.HttpProperties;
import org.qfsync.http.HttpTransport;
import org.qfsync.http.RequestMeter;
import org.qfsync.http.ServerClock;
import org.qfsync.store.ChangeCounts;
import org.qfsync.store.Database;
import org.qfsync.store.RowWriter;
import org.qfsync.store.SchemaDrift;
import org.qfsync.store.Stamp;
import org.qfsync.store.UnknownFields;
import org.qfsync.testing.ScriptedServer;
import org.qfsync.testing.ScriptedServer.Reply;
import org.qfsync.token.AccessToken;
import org.qfsync.token.AccessTokens;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The way of each listing of the catalogue into its table, on either database. */
abstract class CatalogueContract {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Stamp STAMP = new Stamp(1, Instant.parse("2026-10-01T02:30:00Z"));
    private static final String WORLD = "{\"name\":\"World\",\"language_name\":\"english\"}";

    private final Map<String, String> answers = new HashMap<>();
    private ScriptedServer server;
    private HttpTransport transport;
    private Database database;
    private JdbcClient jdbc;
    private SchemaDrift drift;

    abstract Database freshDatabase();

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer(seen -> Reply.ok(answers.getOrDefault(
                seen.path().replace("/content/api/v4/", "")
                        + (seen.path().endsWith("/info") ? "?" + seen.query().get("language") : ""),
                "{\"chapter_info\":null}")));
        transport = HttpTransport.pooled(HttpProperties.defaults(), new RequestMeter(), new ServerClock(CLOCK));
        database = freshDatabase();
        jdbc = JdbcClient.create(database.dataSource());
        drift = new SchemaDrift(database);
        answers.put(
                "resources/languages",
                "{\"languages\":[{\"id\":38,\"name\":\"English\",\"native_name\":\"English\",\"iso_code\":\"en\","
                        + "\"direction\":\"ltr\",\"translated_name\":" + WORLD + "}]}");
        answers.put("resources/translations", "{\"translations\":[" + authored(20) + "," + authored(131) + "]}");
        answers.put("resources/tafsirs", "{\"tafsirs\":[" + authored(169) + "]}");
        answers.put(
                "resources/recitations",
                "{\"recitations\":[{\"id\":7,\"reciter_name\":\"Verse by verse\",\"style\":null,\"translated_name\":"
                        + WORLD + "}]}");
        answers.put(
                "resources/chapter_reciters",
                "{\"reciters\":[{\"id\":7,\"name\":\"Whole chapters\",\"style\":{\"name\":\"Murattal\","
                        + "\"language_name\":\"english\"},\"qirat\":{\"name\":null,\"language_name\":\"english\"},"
                        + "\"translated_name\":" + WORLD + "}]}");
        Map.of("juz", 30, "hizb", 60, "rub_el_hizb", 240, "ruku", 558, "manzil", 7, "page", 604)
                .forEach((kind, total) -> answers.put(kind + "s", division(kind, 1, total)));
    }

    @AfterEach
    void stop() throws IOException {
        database.close();
        transport.close();
        server.close();
    }

    private static String authored(int id) {
        return "{\"id\":" + id + ",\"name\":\"Name " + id + "\",\"author_name\":\"Author " + id
                + "\",\"slug\":\"\",\"language_name\":\"english\",\"translated_name\":" + WORLD + "}";
    }

    private static String division(String kind, int from, int to) {
        return "{\"" + kind + "s\":["
                + IntStream.rangeClosed(from, to)
                        .mapToObj(number -> "{\"id\":" + number + ",\"" + kind + "_number\":" + number
                                + ",\"verse_mapping\":{\"2\":\"1-5\",\"1\":\"1-7\"},\"first_verse_id\":1,"
                                + "\"last_verse_id\":12,\"verses_count\":12"
                                + (kind.equals("ruku") ? ",\"surah_ruku_number\":1" : "") + "}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private ContentClient client(QfEnvironment environment) {
        QfEndpoints endpoints = new QfEndpoints(environment, server.baseUrl(), server.baseUrl());
        return new QfApi(endpoints, "client-1", HttpProperties.defaults(), transport, CLOCK, new Random(1))
                .content(new OneToken());
    }

    private List<ContentDataset> catalogue(QfEnvironment environment) {
        return Catalogue.of(client(environment), environment);
    }

    private ContentDataset dataset(Dataset wanted, QfEnvironment environment) {
        return catalogue(environment).stream()
                .filter(dataset -> dataset.dataset() == wanted)
                .findFirst()
                .orElseThrow();
    }

    private ChangeCounts store(ContentDataset dataset) {
        UnknownFields unknown = new UnknownFields(drift, STAMP);
        return new RowWriter(database).replace(dataset.table(), dataset.scope(), dataset.fetch(unknown), STAMP);
    }

    private List<Map<String, Object>> rows(String sql) {
        return jdbc.sql(sql).query().listOfRows();
    }

    private long count(String fromWhere) {
        return jdbc.sql("SELECT COUNT(*) FROM " + fromWhere).query(Long.class).single();
    }

    @Test
    void everyListingFindsItsTableAndASecondTimeNothingHasChanged() {
        List<ContentDataset> catalogue = catalogue(QfEnvironment.PRODUCTION);
        List<Long> listed =
                catalogue.stream().map(each -> store(each).inserted()).toList();
        assertThat(listed).containsExactly(1L, 2L, 1L, 1L, 1L, 30L, 60L, 240L, 558L, 7L, 604L);
        assertThat(catalogue).allSatisfy(each -> {
            ChangeCounts again = store(each);
            assertThat(again.inserted() + again.updated() + again.removed()).isZero();
        });
        assertThat(server.requests()).hasSize(22);
        assertThat(count("qf.division")).isEqualTo(30 + 60 + 240 + 558 + 7 + 604);
        assertThat(rows("SELECT division_id, first_verse_id, last_verse_id, verses_count, surah_ruku_number"
                        + " FROM qf.division WHERE kind = 'ruku' AND division_number = 558"))
                .singleElement()
                .satisfies(row -> assertThat(row.values()).containsExactly(558, 1, 12, 12, 1));
        assertThat(count("qf.division WHERE CAST(verse_mapping AS VARCHAR) LIKE '{\"1\":%' AND kind = 'page'"))
                .isEqualTo(604);
        drift.flush();
        assertThat(rows("SELECT dataset, field FROM ops.schema_drift")).isEmpty();
    }

    @Test
    void verseRecitersAndChapterRecitersWithTheSameIdStayApart() {
        store(dataset(Dataset.RECITATIONS, QfEnvironment.PRODUCTION));
        store(dataset(Dataset.CHAPTER_RECITERS, QfEnvironment.PRODUCTION));

        assertThat(rows("SELECT resource_group, resource_id, author_name, notice FROM analytics.attribution"
                        + " ORDER BY resource_group"))
                .extracting(row -> List.copyOf(row.values()))
                .containsExactly(
                        List.of("chapter_recitations", 7, "Whole chapters", "Quran data provided by Quran Foundation"),
                        List.of("recitations", 7, "Verse by verse", "Quran data provided by Quran Foundation"));
        assertThat(jdbc.sql("SELECT style FROM qf.chapter_reciter")
                        .query(String.class)
                        .single())
                .isEqualTo("Murattal");
    }

    @Test
    void aDivisionThatIsNotCompleteIsRefusedButPreLiveHoldsOnlyAPart() {
        ContentDataset rukus = dataset(Dataset.RUKUS, QfEnvironment.SANDBOX);
        store(rukus);
        for (String incomplete : List.of(
                division("ruku", 1, 557), division("ruku", 0, 557), division("ruku", 1, 559), "{\"rukus\":[]}")) {
            answers.put("rukus", incomplete);
            assertThatThrownBy(() -> store(rukus))
                    .isInstanceOfSatisfying(
                            PermanentException.class, e -> assertThat(e.code()).isEqualTo("incomplete_content"));
        }
        assertThat(count("qf.division WHERE kind = 'ruku' AND deleted_at IS NULL"))
                .as("what is stored is kept")
                .isEqualTo(558);

        answers.put("rukus", division("ruku", 1, 41));
        assertThat(store(dataset(Dataset.RUKUS, QfEnvironment.PRELIVE)).listed())
                .isEqualTo(41);
    }

    @Test
    void whatTheServiceChangesIsToldAndBlanksNoColumn() {
        ContentDataset tafsirs = dataset(Dataset.TAFSIRS, QfEnvironment.PRODUCTION);
        store(tafsirs);
        answers.put(
                "resources/tafsirs",
                "{\"tafsirs\":[{\"id\":169,\"name\":\"New\",\"author_name\":7,\"slug\":null,\"colour\":\"red\"}]}");

        store(tafsirs);

        assertThat(rows("SELECT name, author_name, language_name FROM qf.tafsir_resource"))
                .singleElement()
                .satisfies(row -> assertThat(row.values()).containsExactly("New", "Author 169", "english"));
        drift.flush();
        assertThat(rows("SELECT field, kind FROM ops.schema_drift WHERE dataset = 'tafsirs' ORDER BY field"))
                .extracting(row -> row.values().toString())
                .containsExactly(
                        "[author_name, CHANGED_TYPE]", "[colour, UNKNOWN_FIELD]", "[language_name, VANISHED_FIELD]");
    }

    @Test
    void whatIsToldAboutChaptersIsAskedForInEachLanguageAndMayBeNothing() {
        Chapters chapters = new Chapters(client(QfEnvironment.PRELIVE), QfEnvironment.PRELIVE);
        answers.put(
                "chapters",
                "{\"chapters\":[{\"id\":1,\"name_simple\":\"Al-Fatihah\",\"verses_count\":7,\"pages\":[1,1]},"
                        + "{\"id\":2,\"name_simple\":\"Al-Baqarah\",\"verses_count\":286,\"pages\":[2,49]}]}");
        answers.put(
                "chapters/2/info?en",
                "{\"chapter_info\":{\"id\":9,\"chapter_id\":2,\"text\":\"<p>x</p>\",\"short_text\":\"x\","
                        + "\"language_name\":\"english\",\"source\":\"A book\",\"resource_id\":58}}");
        ContentDataset both = infos("en", "de");
        assertThatThrownBy(() -> store(both)).as("no chapters yet").isInstanceOf(PermanentException.class);
        store(chapters);
        assertThat(rows("SELECT page_from, page_to FROM qf.chapter WHERE chapter_id = 2"))
                .singleElement()
                .satisfies(row -> assertThat(row.values()).containsExactly(2, 49));

        assertThat(both.coversWhatIsAsked()).isFalse();
        assertThat(store(both)).isEqualTo(new ChangeCounts(4, 0, 0, 0));

        assertThat(both.coversWhatIsAsked()).isTrue();
        assertThat(count("qf.chapter_info WHERE text IS NULL")).isEqualTo(3);
        assertThat(rows("SELECT info_id, source FROM qf.chapter_info WHERE chapter_id = 2 AND language = 'en'"))
                .singleElement()
                .satisfies(row -> assertThat(row.values()).containsExactly(9, "A book"));
        assertThat(infos("en").coversWhatIsAsked()).isFalse();
        assertThat(store(infos("en"))).isEqualTo(new ChangeCounts(0, 0, 2, 2));
        assertThat(store(infos()).removed()).isEqualTo(2);
    }

    private ContentDataset infos(String... languages) {
        return new ChapterInfos(client(QfEnvironment.PRELIVE), jdbc, List.of(languages));
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
