package org.qfsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qfsync.sandbox.QfCaller.Answer;
import tools.jackson.databind.JsonNode;

class SandboxContentSyncTest {
    private static final String BASE = "/content";
    private static final String FEED = "/content/api/v4/resources/sync";
    private static final String EVERYTHING =
            "articles:*;recitations:*;tafsirs:*;translations:*;word_by_word_translations:*";
    private static final Sandbox SANDBOX = Sandbox.start(brief());

    private final QfCaller qf = new QfCaller(SANDBOX);
    private final String token = qf.appToken();

    @AfterAll
    static void stop() {
        SANDBOX.close();
    }

    private static SandboxOptions brief() {
        return SandboxOptions.defaults().withUsers(0).withContent(SandboxContent.brief());
    }

    private static String filter(String filter) {
        return FEED + "?resources=" + QfCaller.encode(filter);
    }

    /** All pages of a walk that begins there. */
    private static List<JsonNode> pages(QfCaller qf, String token, String first) {
        List<JsonNode> pages = new ArrayList<>();
        String next = first;
        while (next != null) {
            Answer answer = qf.get(next, token);
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
            JsonNode page = answer.body().path("sync");
            pages.add(page);
            JsonNode url = page.path("next_page_url");
            next = url.isNull() ? null : BASE + url.asString();
        }
        return pages;
    }

    private static String lastToken(List<JsonNode> pages) {
        return pages.get(pages.size() - 1).path("next_sync_token").asString();
    }

    @Test
    void aBootstrapTellsEveryResourceOnceAndTheLastPageAloneHasTheToken() {
        List<JsonNode> pages = pages(qf, token, filter(EVERYTHING) + "&bootstrap=true&per_page=7");
        assertThat(pages).hasSizeGreaterThan(3);
        List<String> resources = new ArrayList<>();
        for (int number = 1; number <= pages.size(); number++) {
            JsonNode page = pages.get(number - 1);
            boolean isLast = number == pages.size();
            assertThat(page.path("has_more").asBoolean()).isEqualTo(!isLast);
            assertThat(page.path("next_sync_token").isNull()).isEqualTo(!isLast);
            assertThat(isLast || page.path("mutations").size() == 7).isTrue();
            page.path("mutations").forEach(it -> {
                assertThat(it.path("type").asString()).isEqualTo("RESOURCE_CREATE");
                resources.add(it.path("resource_group").asString() + ":" + it.path("resource_id"));
            });
        }
        assertThat(resources)
                .doesNotHaveDuplicates()
                .contains("translations:20", "translations:901", "tafsirs:16", "recitations:7", "articles:123")
                .doesNotContain("translations:950", "quran_core:1");
        assertThat(pages.get(0).path("next_page_url").asString()).startsWith("/api/v4/resources/sync?cursor=");
        assertThat(qf.get(filter("articles:*") + "&bootstrap=true", token)
                        .raw()
                        .headers()
                        .firstValue("Cache-Control"))
                .contains("no-store");
    }

    @Test
    void whoAppliesTheFeedEveryNightHoldsWhatTheSnapshotsHold() {
        try (Sandbox sandbox = Sandbox.start(brief().withSeed(7))) {
            QfCaller caller = new QfCaller(sandbox);
            SyncedCopy copy = new SyncedCopy(caller, caller.appToken());
            copy.apply(pages(caller, copy.token(), filter(EVERYTHING) + "&bootstrap=true"));
            for (int night = 1; night <= 40; night++) {
                sandbox.advance();
                copy.apply(pages(
                        caller, copy.token(), filter(EVERYTHING) + "&per_page=20&sync_token=" + copy.syncToken()));
                if (night % 10 == 0) {
                    assertThat(copy.rows()).isEqualTo(copy.snapshots(EVERYTHING));
                }
            }
            assertThat(copy.types())
                    .containsExactlyInAnyOrder(
                            "RESOURCE_CREATE",
                            "RESOURCE_UPDATE",
                            "RESOURCE_DELETE",
                            "RESOURCE_INVALIDATE",
                            "ROW_CREATE",
                            "ROW_UPDATE",
                            "ROW_DELETE");
        }
    }

    /** A client of the simplest kind. */
    private static final class SyncedCopy {
        private final Map<String, Map<String, JsonNode>> rows = new TreeMap<>();
        private final Set<String> types = new HashSet<>();
        private final QfCaller qf;
        private final String token;
        private String syncToken = "";

        private SyncedCopy(QfCaller qf, String token) {
            this.qf = qf;
            this.token = token;
        }

        String token() {
            return token;
        }

        String syncToken() {
            return syncToken;
        }

        Map<String, Map<String, JsonNode>> rows() {
            return rows;
        }

        Set<String> types() {
            return types;
        }

        void apply(List<JsonNode> pages) {
            long last = 0;
            for (JsonNode page : pages) {
                for (JsonNode mutation : page.path("mutations")) {
                    boolean isBootstrap = syncToken.isEmpty();
                    assertThat(isBootstrap || mutation.path("sequence").asLong() > last)
                            .isTrue();
                    last = mutation.path("sequence").asLong();
                    assertThat(last)
                            .isLessThanOrEqualTo(
                                    page.path("sync_until_sequence").asLong());
                    apply(mutation);
                }
            }
            syncToken = lastToken(pages);
        }

        private void apply(JsonNode mutation) {
            String type = mutation.path("type").asString();
            types.add(type);
            String resource = mutation.path("resource_group").asString() + ":" + mutation.path("resource_id");
            String key = mutation.path("record_type").asString("") + " "
                    + mutation.path("record_key").asString("");
            switch (type) {
                case "RESOURCE_CREATE", "RESOURCE_INVALIDATE" ->
                    snapshot(mutation.path("snapshot_url").asString())
                            .ifPresentOrElse(all -> rows.put(resource, all), () -> rows.remove(resource));
                case "RESOURCE_DELETE" -> rows.remove(resource);
                case "ROW_CREATE", "ROW_UPDATE" ->
                    rows.computeIfAbsent(resource, any -> new TreeMap<>()).put(key, mutation.path("data"));
                case "ROW_DELETE" ->
                    rows.computeIfAbsent(resource, any -> new TreeMap<>()).remove(key);
                default -> assertThat(type).isEqualTo("RESOURCE_UPDATE");
            }
        }

        Map<String, Map<String, JsonNode>> snapshots(String filter) {
            Map<String, Map<String, JsonNode>> all = new TreeMap<>();
            for (JsonNode page : pages(qf, token, filter(filter) + "&bootstrap=true")) {
                page.path("mutations")
                        .forEach(it -> all.put(
                                it.path("resource_group").asString() + ":" + it.path("resource_id"),
                                snapshot(it.path("snapshot_url").asString()).orElseThrow()));
            }
            return all;
        }

        private Optional<Map<String, JsonNode>> snapshot(String url) {
            Answer answer = qf.get(BASE + url, token);
            if (answer.status() == 404) {
                return Optional.empty();
            }
            Map<String, JsonNode> records = new TreeMap<>();
            String group = answer.body().path("resource_group").asString();
            for (JsonNode record : answer.body().path("records")) {
                String type = switch (group) {
                    case "articles" -> "article_localization";
                    case "recitations" -> record.path("record_type").asString();
                    case "tafsirs" -> "tafsir";
                    case "translations" -> "translation";
                    default -> "word_translation";
                };
                JsonNode key = group.equals("articles") ? record.path("lang") : record.path("id");
                assertThat(records.put(type + " " + key.asString(), record)).isNull();
            }
            return Optional.of(records);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bootstrap=true | 422 | missing_resources",
                "resources=&bootstrap=true | 422 | missing_resources",
                "resources=translations&bootstrap=true | 422 | invalid_resources",
                "resources=translations:&bootstrap=true | 422 | invalid_resources",
                "resources=translations:0&bootstrap=true | 422 | invalid_resources",
                "resources=translations:*,20&bootstrap=true | 422 | invalid_resources",
                "resources=translations:*%3B&bootstrap=true | 422 | invalid_resources",
                "resources=quran_core:1&bootstrap=true | 422 | unknown_resource_group",
                "resources=translations:20 | 422 | invalid_request",
                "resources=translations:20&bootstrap=true&sync_token=x | 422 | invalid_request",
                "resources=translations:20&bootstrap=true&per_page=101 | 422 | invalid_per_page",
                "resources=translations:20&bootstrap=true&per_page=0 | 422 | invalid_per_page",
                "resources=translations:20&bootstrap=true&per_page=x | 422 | invalid_per_page",
                "resources=translations:20&sync_token=x | 410 | resync_required",
                "cursor=x | 410 | resync_required"
            })
    void whatIsWrongWithARequestHasItsCode(String query, int status, String code) {
        Answer answer = qf.get(FEED + "?" + query, token);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().path("error").path("code").asString()).isEqualTo(code);
    }

    @Test
    void aMistypedIdIsNoErrorButHasNoChanges() {
        JsonNode page = pages(qf, token, filter("translations:77777") + "&bootstrap=true")
                .get(0);
        assertThat(page.path("mutations").size()).isZero();
        assertThat(page.path("next_sync_token").asString()).isNotEmpty();
    }

    @Test
    void tokensAndCursorsAreBoundToTheFilterHoweverItIsWritten() {
        List<JsonNode> pages = pages(qf, token, filter("translations:20,19;tafsirs:*") + "&bootstrap=true&per_page=3");
        String sync = lastToken(pages);
        assertThat(qf.get(filter("tafsirs:*;translations:19,20,20") + "&sync_token=" + sync, token)
                        .status())
                .isEqualTo(200);
        assertThat(code(qf.get(filter("tafsirs:*;translations:19") + "&sync_token=" + sync, token)))
                .isEqualTo("token_filter_mismatch");
        String next = BASE + pages.get(0).path("next_page_url").asString();
        assertThat(code(qf.get(next + "&resources=" + QfCaller.encode("tafsirs:*"), token)))
                .isEqualTo("cursor_filter_mismatch");
        assertThat(code(qf.get(next + "&per_page=4", token))).isEqualTo("cursor_per_page_mismatch");
        assertThat(qf.get(next + "&per_page=3", token).status()).isEqualTo(200);
        String cursor = next.substring(next.indexOf('=') + 1);
        assertThat(code(qf.get(filter("translations:20,19;tafsirs:*") + "&sync_token=" + cursor, token)))
                .isEqualTo("resync_required");
        try (Sandbox other = Sandbox.start(brief().withSeed(43))) {
            QfCaller elsewhere = new QfCaller(other);
            Answer foreign =
                    elsewhere.get(filter("tafsirs:*;translations:19,20") + "&sync_token=" + sync, elsewhere.appToken());
            assertThat(code(foreign)).isEqualTo("resync_required");
        }
    }

    private static String code(Answer answer) {
        return answer.body().path("error").path("code").asString("");
    }

    @Test
    void aBareSemicolonSilentlyEndsTheFilter() {
        Set<String> groups = new HashSet<>();
        pages(qf, token, FEED + "?resources=translations:*;tafsirs:*&bootstrap=true")
                .forEach(page -> page.path("mutations")
                        .forEach(it -> groups.add(it.path("resource_group").asString())));
        assertThat(groups).containsExactly("translations");
    }

    @ParameterizedTest
    @CsvSource({
        "translations/20, 6236, 'translation 20, 114:6'",
        "tafsirs/169, 6236, 114:6",
        "tafsirs/16, 0, tafsir 16",
        "recitations/7, 6350, Placeholder7/mp3/114.mp3",
        "word_by_word_translations/85, 77429, word 77429",
        "articles/123, 3, article 123 in French"
    })
    void aSnapshotHoldsEveryRow(String path, int rows, String contains) {
        try (Sandbox whole = Sandbox.start(SandboxOptions.defaults().withUsers(0))) {
            QfCaller caller = new QfCaller(whole);
            Answer answer = caller.get("/content/api/v4/resources/snapshots/" + path, caller.appToken());
            JsonNode records = answer.body().path("records");
            assertThat(answer.body().path("schema_version").asInt()).isEqualTo(1);
            assertThat(records.size()).matches(size -> rows == 0 ? size > 1000 && size < 3000 : size == rows);
            JsonNode last = records.get(records.size() - 1);
            assertThat(last.toString()).contains(contains);
            assertThat(answer.raw().body().matches("(?is).*placeholder.*")).isTrue();
            assertThat(answer.raw().headers().firstValue("Cache-Control")).contains("no-store");
        }
    }

    @Test
    void aTafsirHasAtMostOneTextForAVerseAndForSomeNone() {
        JsonNode records = qf.get("/content/api/v4/resources/snapshots/tafsirs/169", token)
                .body()
                .path("records");
        int[] texts = new int[301];
        int onLast = 0;
        for (JsonNode record : records) {
            if (record.path("text").asString().isEmpty()) {
                continue;
            }
            int from = record.path("start_verse_id").asInt();
            int to = record.path("end_verse_id").asInt();
            assertThat(to - from + 1)
                    .isEqualTo(record.path("group_verses_count").asInt());
            onLast += from < to && record.path("verse_id").asInt() == to ? 1 : 0;
            for (int verse = from; verse <= to; verse++) {
                texts[verse]++;
            }
        }
        assertThat(texts).startsWith(0).containsOnly(0, 1);
        assertThat(onLast).isPositive();
        assertThat(Arrays.stream(texts).skip(1).filter(it -> it == 0).count()).isPositive();
    }

    @Test
    void aSnapshotThatIsNotThereIsTold() {
        assertThat(code(qf.get("/content/api/v4/resources/snapshots/translations/950", token)))
                .isEqualTo("snapshot_not_found");
        assertThat(code(qf.get("/content/api/v4/resources/snapshots/nonsense/1", token)))
                .isEqualTo("unknown_resource_group");
        assertThat(code(qf.get("/content/api/v4/resources/snapshots/translations/x", token)))
                .isEqualTo("invalid_resources");
    }

    @Test
    void quirksShowTheGatewaysErrorsTheGapNewGroupsAndNewFields() {
        try (Sandbox odd = Sandbox.start(brief().withQuirks(
                        Quirk.GATEWAY_SYNC_ERRORS,
                        Quirk.BOOTSTRAP_GAP,
                        Quirk.NEW_CONTENT_GROUPS,
                        Quirk.NEW_CONTENT_FIELDS,
                        Quirk.LIVE_CONTENT_FIELDS))) {
            QfCaller caller = new QfCaller(odd);
            String access = caller.appToken();
            Answer refused = caller.get(FEED + "?resources=x:1&bootstrap=true", access);
            assertThat(refused.type()).isEqualTo("unprocessable_entity");
            assertThat(refused.body().at("/details/error/code").asString()).isEqualTo("unknown_resource_group");
            JsonNode page = pages(caller, access, filter("recitations:*;tafsirs:16;quran_core:1") + "&bootstrap=true")
                    .get(0);
            assertThat(page.path("mutations").size()).isEqualTo(1);
            assertThat(page.at("/mutations/0/resource_group").asString()).isEqualTo("quran_core");
            assertThat(page.at("/mutations/0").has("introduced_later")).isTrue();
            JsonNode row = caller.get("/content/api/v4/resources/snapshots/translations/20", access)
                    .body()
                    .at("/records/0");
            assertThat(row.path("verse_id").asInt()).isEqualTo(1);
            assertThat(row.has("introduced_later")).isTrue();
            assertThat(caller.get("/content/api/v4/resources/snapshots/recitations/7", access)
                            .status())
                    .isEqualTo(200);
        }
    }
}
