package org.qfsync.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.qfsync.sandbox.QfCaller.Answer;
import org.qfsync.testing.OpenApiConformance;
import org.qfsync.testing.OpenApiDocument;

/** The content side of the sandbox against the official document, as far as qfsync makes use of it. */
class SandboxContentOpenApiTest {
    private static final String BASE = "/content/api/v4";
    private static final List<String> PATHS = List.of(
            "/chapters?language=en",
            "/chapters/2",
            "/chapters/2/info?language=en&include_resources=true",
            "/verses/by_chapter/2?per_page=50&page=1",
            "/resources/languages",
            "/resources/translations",
            "/resources/tafsirs",
            "/resources/recitations",
            "/resources/chapter_reciters",
            "/juzs",
            "/hizbs",
            "/rub_el_hizbs",
            "/rukus",
            "/manzils",
            "/pages?mushaf=1",
            "/resources/sync?resources=translations:20&bootstrap=true",
            "/resources/snapshots/articles/123",
            "/resources/snapshots/recitations/7",
            "/resources/snapshots/tafsirs/169",
            "/resources/snapshots/translations/20",
            "/resources/snapshots/word_by_word_translations/85");

    /** Statuses for which these two have bodies of their own. */
    private static final Map<String, Set<String>> OWN_BODIES = Map.of(
            "/resources/sync", Set.of("410", "422"),
            "/resources/snapshots/{resource_group}/{id}", Set.of("404", "422"));

    /** By difference, why the sandbox keeps it. */
    private static final Map<String, String> EXPLAINED = Map.of(
            "GET /verses/by_chapter/{chapter_number} 200 /verses/*: unknown sajdah_number",
            "the deployed service tells it, null for most verses; the document leaves it out",
            "GET /chapters/{id}/info 200 /chapter_info: type",
            "the text of the document says that it may be null; OpenAPI 3.0 knows no null without a type beside it",
            "GET /resources/chapter_reciters 200 /reciters/*/translated_name: type",
            "nullable by the word of the document, but not by the rules of OpenAPI 3.0, as above",
            "GET /resources/recitations 200 /recitations/*/style: type",
            "the deployed service knows no style of some reciters and says null",
            "GET /resources/tafsirs 200 /tafsirs/*/slug: type",
            "the deployed service has resources without a slug and says null",
            "GET /resources/translations 200 /translations/*/slug: type",
            "the deployed service has resources without a slug and says null");

    private static final Sandbox SANDBOX =
            Sandbox.start(SandboxOptions.defaults().withUsers(0).withContent(SandboxContent.brief()));

    private final QfCaller qf = new QfCaller(SANDBOX);
    private final String token = qf.appToken();

    @AfterAll
    static void stop() {
        SANDBOX.close();
    }

    @Test
    void everyAnswerIsAsDocumentedButForWhatIsExplained() {
        OpenApiDocument document = OpenApiDocument.of("content-v4.json");
        OpenApiConformance conformance = new OpenApiConformance(document);
        for (String path : PATHS) {
            take(conformance, path, qf.get(BASE + path, token));
            String template = document.template(bare(path)).orElseThrow();
            for (String status : document.statuses(bare(path))) {
                if (!status.equals("200")
                        && !OWN_BODIES.getOrDefault(template, Set.of()).contains(status)) {
                    SANDBOX.clearFaults();
                    SANDBOX.addFault(FaultRule.parse("content/*:" + status + "=1"));
                    take(conformance, path, qf.get(BASE + path, token));
                }
            }
            SANDBOX.clearFaults();
        }
        refusals(conformance);
        incrementalFeed(conformance);
        conformance.differsJustBy(EXPLAINED);
    }

    private void refusals(OpenApiConformance conformance) {
        String bare = qf.token(Map.of("grant_type", "client_credentials"))
                .body()
                .path("access_token")
                .asString();
        for (String path : PATHS) {
            take(conformance, path, qf.get(BASE + path, "")); // no token
            take(conformance, path, qf.get(BASE + path, "dead"));
            take(conformance, path, qf.get(BASE + path, bare));
        }
        for (String path : List.of(
                "/chapters/115",
                "/chapters/115/info",
                "/verses/by_chapter/115",
                "/verses/by_chapter/2?per_page=51",
                "/pages?mushaf=8",
                "/resources/sync?bootstrap=true",
                "/resources/sync?resources=x&bootstrap=true",
                "/resources/sync?resources=x:1&bootstrap=true",
                "/resources/sync?resources=translations:20&bootstrap=true&per_page=101",
                "/resources/sync?cursor=x",
                "/resources/snapshots/translations/950",
                "/resources/snapshots/nonsense/1",
                "/resources/snapshots/translations/x",
                "/chapters/114/info?language=ur")) {
            take(conformance, path, qf.get(BASE + path, token));
        }
    }

    /** Every type of mutation. */
    private void incrementalFeed(OpenApiConformance conformance) {
        String filter = "/resources/sync?resources=recitations:7";
        String since = qf.get(BASE + filter + "&bootstrap=true", token)
                .body()
                .at("/sync/next_sync_token")
                .asString();
        for (ContentMutation.Kind kind : List.of(
                ContentMutation.Kind.ROW_UPDATE,
                ContentMutation.Kind.ROW_DELETE,
                ContentMutation.Kind.ROW_CREATE,
                ContentMutation.Kind.RESOURCE_UPDATE,
                ContentMutation.Kind.RESOURCE_INVALIDATE,
                ContentMutation.Kind.RESOURCE_DELETE,
                ContentMutation.Kind.RESOURCE_CREATE)) {
            SANDBOX.content().happen(kind.name(), "recitations:7", 1);
        }
        take(conformance, filter, qf.get(BASE + filter + "&sync_token=" + since, token));
        take(conformance, filter, qf.get(BASE + filter + "&per_page=3&sync_token=" + since, token));
    }

    private static void take(OpenApiConformance conformance, String path, Answer answer) {
        conformance.answered(bare(path), answer.status(), answer.body());
    }

    private static String bare(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }
}
