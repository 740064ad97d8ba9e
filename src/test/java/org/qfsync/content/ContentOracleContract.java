package org.qfsync.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.api.QfApi;
import org.qfsync.content.FilterResult.Outcome;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.http.HttpProperties;
import org.qfsync.http.HttpTransport;
import org.qfsync.http.RequestMeter;
import org.qfsync.http.ServerClock;
import org.qfsync.http.Spool;
import org.qfsync.sandbox.ContentTruth;
import org.qfsync.sandbox.FaultRule;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxContent;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.store.Database;
import org.qfsync.store.RowWriter;
import org.qfsync.store.SchemaDrift;
import org.qfsync.store.Stamp;
import org.qfsync.store.UnknownFields;
import org.qfsync.token.AccessToken;
import org.qfsync.token.AccessTokens;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** After each complete night the tables of Content Sync hold what the sandbox holds, and nothing else is live. */
abstract class ContentOracleContract {
    private static final Instant NIGHT = Instant.parse("2026-10-01T02:30:00Z");
    /** In the eighteenth a resource is withdrawn whose token has just expired. */
    private static final int NIGHTS = 18;

    private static final String EVERYTHING =
            "articles:*;recitations:*;tafsirs:*;translations:*;word_by_word_translations:*";

    /** By group and type of record: table, then column and field in turn. */
    private static final Map<String, List<String>> TABLES = Map.of(
            "articles ", List.of("qf.article", "article_id", "lang", "title", "text"),
            "recitations audio_file", List.of("qf.verse_audio", "recitation_id", "verse_key", "url", "segments"),
            "recitations chapter_audio_file",
                    List.of("qf.chapter_audio", "audio_recitation_id", "chapter_id", "audio_url"),
            "tafsirs ",
                    List.of(
                            "qf.tafsir_text",
                            "verse_key",
                            "text",
                            "start_verse_id",
                            "end_verse_id",
                            "group_verses_count"),
            "translations ", List.of("qf.translation_text", "verse_key", "text"),
            "word_by_word_translations ", List.of("qf.word_translation", "word_id", "text", "priority"));

    @TempDir
    static Path folder;

    abstract Database freshDatabase(Path path);

    @Test
    void afterEveryCompleteNightTheTablesHoldWhatTheServiceHolds() throws IOException, InterruptedException {
        SandboxOptions options =
                SandboxOptions.defaults().withUsers(0).withSeed(3).withContent(new SandboxContent(60, 0));
        Database database = freshDatabase(folder);
        try (Sandbox sandbox = Sandbox.start(options)) {
            sandbox.addFault(FaultRule.parse("content/*:503=0.03"));
            sandbox.addFault(FaultRule.parse("content/snapshot:cut=0.03"));
            Random random = new Random(5);
            for (int night = 1; night <= NIGHTS; night++) {
                if (random.nextInt(5) == 0) {
                    sandbox.content().expireSyncTokens();
                }
                List<FilterResult> results = sync(database, sandbox, night);
                for (int again = 0; again < 5 && !isComplete(results); again++) {
                    results = sync(database, sandbox, night);
                }
                assertThat(results).allMatch(result -> result.outcome() == Outcome.COMPLETE, results.toString());
                Set<String> stored = stored(database);
                Set<String> expected = expected(sandbox.truth().content());
                assertThat(without(stored, expected))
                        .as("surplus in night %d", night)
                        .isEmpty();
                assertThat(without(expected, stored))
                        .as("missing in night %d", night)
                        .isEmpty();
                sandbox.advance();
            }
        } finally {
            database.close();
        }
    }

    private static Set<String> without(Set<String> some, Set<String> others) {
        Set<String> rest = new TreeSet<>(some);
        rest.removeAll(others);
        return rest;
    }

    private static boolean isComplete(List<FilterResult> results) {
        return results.stream().allMatch(result -> result.outcome() == Outcome.COMPLETE);
    }

    private static List<FilterResult> sync(Database database, Sandbox sandbox, int night)
            throws IOException, InterruptedException {
        HttpProperties properties = new HttpProperties(
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                10_000_000,
                0,
                4,
                3,
                Duration.ofMillis(1),
                Duration.ofMillis(2));
        HttpTransport transport =
                HttpTransport.pooled(properties, new RequestMeter(), new ServerClock(Clock.systemUTC()));
        try {
            QfApi api = new QfApi(
                    new QfEndpoints(QfEnvironment.SANDBOX, sandbox.baseUrl(), sandbox.baseUrl()),
                    sandbox.clientId(),
                    properties,
                    transport,
                    Clock.systemUTC(),
                    new Random(1));
            Spool spool = new Spool(folder.resolve("spool"), 10_000_000, Duration.ofSeconds(20));
            ContentSync sync = new ContentSync(
                    api.contentSync(new OneToken(appToken(sandbox)), transport.spooling(spool)),
                    new ContentSyncProperties(ResourceFilter.parse(EVERYTHING), 20, spool.maxBytes(), spool.deadline()),
                    QfEnvironment.SANDBOX,
                    new ContentStorage(
                            JdbcClient.create(database.dataSource()),
                            new TransactionTemplate(new JdbcTransactionManager(database.dataSource())),
                            new RowWriter(database),
                            () -> {}));
            Stamp stamp = new Stamp(night, NIGHT.plus(Duration.ofDays(night)));
            SchemaDrift drift = new SchemaDrift(database);
            return sync.sync(new SyncRun(stamp, new UnknownFields(drift, stamp), false, () -> false));
        } finally {
            transport.close();
        }
    }

    private static String appToken(Sandbox sandbox) throws IOException, InterruptedException {
        String credentials = URLEncoder.encode(sandbox.clientId(), StandardCharsets.UTF_8) + ":"
                + URLEncoder.encode(sandbox.clientSecret(), StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + "/oauth2/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&scope=content"))
                .build();
        String body = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        return JsonMapper.shared().readTree(body).path("access_token").asString();
    }

    private record OneToken(String value) implements AccessTokens {
        @Override
        public AccessToken current() {
            return new AccessToken(value, 1, Instant.MAX);
        }

        @Override
        public AccessToken renew(AccessToken rejected) {
            return current();
        }
    }

    private static Set<String> expected(ContentTruth truth) {
        Set<String> rows = new TreeSet<>();
        for (String resource : truth.resources()) {
            String group = resource.substring(0, resource.indexOf(':'));
            String id = resource.substring(resource.indexOf(':') + 1);
            for (ObjectNode record : truth.records(resource)) {
                List<String> table = Objects.requireNonNull(
                        TABLES.get(group + " " + record.path("record_type").asString("")));
                StringBuilder row = new StringBuilder(table.get(0) + " " + id);
                table.stream().skip(1).forEach(field -> row.append('|').append(text(record.path(field))));
                rows.add(row.toString());
                for (JsonNode note : record.path("foot_notes")) {
                    rows.add("qf.foot_note " + id + "|" + text(record.path("id")) + "|" + text(note.path("id")) + "|"
                            + text(note.path("text")));
                }
            }
        }
        return rows;
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? "null" : value.isContainer() ? value.toString() : value.asString("null");
    }

    private static Set<String> stored(Database database) {
        JdbcClient jdbc = JdbcClient.create(database.dataSource());
        Set<String> rows = new TreeSet<>();
        for (List<String> table : TABLES.values()) {
            String columns = String.join(", ", table.subList(1, table.size()));
            live(jdbc, rows, table.get(0), columns, table.size());
        }
        live(jdbc, rows, "qf.foot_note", "record_key, foot_note_id, text", 4);
        return rows;
    }

    /** PostgreSQL writes JSON with blanks. */
    private static String plain(String value) {
        return value.startsWith("[[") || value.equals("[]")
                ? JsonMapper.shared().readTree(value).toString()
                : value;
    }

    /** Two equal rows are told apart, so that a duplicate does not hide. */
    private static void live(JdbcClient jdbc, Set<String> rows, String table, String columns, int width) {
        jdbc.sql("SELECT resource_id, " + columns + " FROM " + table + " WHERE deleted_at IS NULL")
                .query((result, number) -> {
                    StringBuilder row = new StringBuilder(table + " " + result.getString(1));
                    for (int column = 2; column <= width; column++) {
                        row.append('|').append(plain(String.valueOf(result.getString(column))));
                    }
                    return row.toString();
                })
                .list()
                .forEach(row -> rows.add(rows.contains(row) ? row + " once more" : row));
    }
}
