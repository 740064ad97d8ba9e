package org.qfsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.qfsync.sandbox.QfCaller.Answer;
import org.qfsync.testing.OpenApiConformance;
import org.qfsync.testing.OpenApiDocument;

/** Every route of the user API that we use, with every documented status, against the official documents. */
class SandboxUserOpenApiTest {
    private static final List<String> ROUTES = List.of(
            "/v1/collections?first=20",
            "/v1/collections/__default__?first=20",
            "/v1/collections/all?first=20",
            "/v1/bookmarks?first=20&mushafId=4",
            "/v1/bookmarks?first=20&mushafId=4&type=page",
            "/v1/notes?limit=50",
            "/v1/reading-sessions?first=20",
            "/v1/activity-days?first=20",
            "/v1/streaks?first=20",
            "/v1/streaks/current-streak-days?type=QURAN",
            "/v1/goals/get-todays-plan?type=QURAN_TIME&mushafId=4",
            "/v1/goals/get-todays-plan?type=QURAN_PAGES&mushafId=4",
            "/v1/goals/get-todays-plan?type=QURAN_RANGE&mushafId=4",
            "/v1/preferences",
            "/v1/users/profile?qdc=true");

    private static final List<String> LISTS = List.of(
            "/v1/collections",
            "/v1/collections/all",
            "/v1/collections/{collectionId}",
            "/v1/bookmarks",
            "/v1/notes",
            "/v1/reading-sessions",
            "/v1/activity-days",
            "/v1/streaks");
    private static final List<String> SINGLES =
            List.of("/v1/streaks/current-streak-days", "/v1/goals/get-todays-plan", "/v1/preferences");

    private static final List<String> MUTATED = List.of(
            "attachedEntities",
            "body",
            "bookmarkGroup",
            "bookmarkId",
            "bookmarkType",
            "chapterNumber",
            "collectionId",
            "isInDefaultCollection",
            "isPrivate",
            "isReading",
            "key",
            "name",
            "ranges",
            "slug",
            "source",
            "verseNumber");

    /** Where the sandbox follows what was seen in the field and not the document, and why. */
    private static Map<String, String> explained() {
        Map<String, String> explained = new HashMap<>();
        for (String path : LISTS) {
            String nothing = "an empty list has null cursors, or no pagination at all";
            explained.put("GET " + path + " 200 /pagination/startCursor: type", nothing);
            explained.put("GET " + path + " 200 /pagination/endCursor: type", nothing);
        }
        Stream.concat(LISTS.stream(), SINGLES.stream()).forEach(path -> detailed(path, explained));
        String noTarget = "a target that the user did not set is null";
        explained.put("GET /v1/activity-days 200 /data/*/dailyTargetPages: oneOf", noTarget);
        explained.put("GET /v1/activity-days 200 /data/*/dailyTargetPages: type", noTarget);
        explained.put("GET /v1/goals/get-todays-plan 200 /data/dailyTargetPages: oneOf", noTarget);
        explained.put("GET /v1/goals/get-todays-plan 200 /data/dailyTargetPages: type", noTarget);
        explained.put(
                "GET /v1/preferences 200 /data/audio/playbackRate: type",
                "the document says integer and lists quarters among the values");
        for (int status : List.of(400, 401, 403, 422)) {
            explained.put(
                    "GET /v1/users/profile " + status + " is not documented",
                    "the gateway in front of it answers as everywhere else");
        }
        return explained;
    }

    private static Map<String, String> explainedInPrelive() {
        Map<String, String> explained = explained();
        detailed("/v1/sync", explained);
        for (String field : MUTATED) {
            explained.put(
                    "GET /v1/sync 200 /data/mutations/*/data: unknown " + field,
                    "the document leaves open what a resource's data has, and shows it in examples");
        }
        return explained;
    }

    private static void detailed(String path, Map<String, String> explained) {
        String details = "the gateway says which parameters it objects to";
        explained.put("GET " + path + " 422 /: additionalProperties details", details);
        explained.put("GET " + path + " 422 /: unknown details", details);
    }

    @Test
    void theUserApiAnswersAsTheProductionDocumentSays() {
        check("user-v1-production.json", SandboxOptions.defaults(), ROUTES, explained());
    }

    @Test
    void theUserApiAnswersAsThePreliveDocumentSays() {
        List<String> routes = new ArrayList<>(ROUTES);
        routes.add("/v1/sync?mutationsSince=0");
        routes.add("/v1/sync?mutationsSince=0&metadataOnly=true");
        check("user-v1-prelive.json", SandboxOptions.defaults().withPrelive(), routes, explainedInPrelive());
    }

    private static void check(String file, SandboxOptions options, List<String> routes, Map<String, String> explained) {
        OpenApiDocument document = OpenApiDocument.of(file);
        OpenApiConformance conformance = new OpenApiConformance(document);
        try (Sandbox sandbox = Sandbox.start(options)) {
            QfCaller qf = new QfCaller(sandbox);
            List<String> subs = sandbox.subs().toList();
            List<String> tokens = List.of(0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 14, 15, 16).stream()
                    .map(user -> qf.accessToken(subs.get(user)))
                    .toList();
            for (String route : routes) {
                String path = route.replaceAll("\\?.*", "");
                Set<String> answered = new TreeSet<>();
                for (String token : tokens) {
                    answered.add(told(conformance, path, qf.get("/auth" + route, token)));
                }
                answered.add(told(
                        conformance,
                        path,
                        qf.get("/auth" + route + (route.contains("?") ? "&" : "?") + "x=1", tokens.get(0))));
                answered.add(told(conformance, path, qf.get("/auth" + route, "ory_at_of.nobody")));
                answered.add(told(
                        conformance,
                        path,
                        qf.send(HttpRequest.newBuilder(qf.uri("/auth" + route)).build())));
                for (String status : document.statuses(path)) {
                    if (!answered.contains(status)) {
                        sandbox.addFault(FaultRule.parse("user/*:" + status + "=1,times=1"));
                        answered.add(told(conformance, path, qf.get("/auth" + route, tokens.get(1))));
                    }
                }
                assertThat(answered).as(route).containsAll(document.statuses(path));
            }
        }
        conformance.differsJustBy(explained);
    }

    private static String told(OpenApiConformance conformance, String path, Answer answer) {
        conformance.answered(path, answer.status(), answer.body());
        return String.valueOf(answer.status());
    }
}
