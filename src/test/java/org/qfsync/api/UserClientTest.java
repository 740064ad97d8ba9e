package org.qfsync.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.testing.ScriptedServer;
import org.qfsync.testing.ScriptedServer.Reply;
import org.qfsync.testing.ScriptedServer.Seen;
import tools.jackson.databind.node.ObjectNode;

class UserClientTest {
    private static final UserRequest COLLECTIONS = UserRequest.of("The listing of collections", "/v1/collections");
    private static final UserRequest BOOKMARKS = UserRequest.of("The listing of bookmarks", "/v1/bookmarks")
            .with("type", "juz")
            .with("mushafId", 19);
    private static final UserRequest NOTES = UserRequest.of("The listing of notes", "/v1/notes");

    private static final String BOOKMARK = """
            {"id":"b%d","createdAt":"2026-01-21T07:28:13.023Z","type":"ayah","key":2,"verseNumber":255,
             "group":"verses_6236","isInDefaultCollection":true,"isReading":null,"collectionsCount":2}""";

    @Test
    void aCollectionIsReadWithAllItsFields() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(page("""
                        {"id":"cmt0col1","name":"أمل \\"Hope\\" 🌙","slug":"hope","isPrivate":true,"isDefault":false,
                         "updatedAt":"2026-01-21T07:28:13.023Z","url":null,"bookmarksCount":3,"resourcesCount":3,
                         "count":3}""", null));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            ObjectNode collection = bench.user().all(COLLECTIONS).get(0);
            assertThat(collection.get("name").stringValue()).isEqualTo("أمل \"Hope\" 🌙");
            assertThat(collection.get("url").isNull()).isTrue();
            assertThat(collection.propertyNames()).hasSize(10);
        }
    }

    @Test
    void everyRequestCarriesTokenAndClientAndAsksForTheMostThatIsAllowed() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(page("", null));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            bench.user().all(BOOKMARKS);
            Seen seen = server.requests().get(0);
            assertThat(seen.path()).isEqualTo("/auth/v1/bookmarks");
            assertThat(seen.query())
                    .containsOnly(Map.entry("type", "juz"), Map.entry("mushafId", "19"), Map.entry("first", "20"));
            assertThat(seen.header("x-auth-token")).isEqualTo("token-1");
            assertThat(seen.header("x-client-id")).isEqualTo("client-1");
            assertThat(seen.header("Accept-Encoding")).isEqualTo("gzip");
        }
    }

    @Test
    void aTokenIsSentExactlyAsItIs() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(page("", null));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            bench.tokens.prefix = "a.b-c_d~e+f/g=%41,h;{i}";
            bench.user().all(COLLECTIONS);
            assertThat(server.requests().get(0).headers().get("x-auth-token"))
                    .containsExactly("a.b-c_d~e+f/g=%41,h;{i}1");
        }
    }

    @Test
    void aListingOf1500ItemsIsReadToItsEnd() throws IOException {
        try (ScriptedServer server = new ScriptedServer(UserClientTest::of1500);
                ApiBench bench = new ApiBench(server.baseUrl())) {
            List<ObjectNode> items = bench.user().collectionItems("c1");
            assertThat(items)
                    .hasSize(1500)
                    .extracting(item -> item.get("id").stringValue())
                    .doesNotHaveDuplicates();
            assertThat(server.requests()).hasSize(75);
        }
    }

    private static Reply of1500(Seen seen) {
        int from = Integer.parseInt(seen.query().getOrDefault("after", "c-0").substring(2));
        String items =
                IntStream.range(from, from + 20).mapToObj(BOOKMARK::formatted).collect(Collectors.joining(","));
        return Reply.ok("{\"success\":true,\"data\":{\"collection\":{\"id\":\"c1\"},\"bookmarks\":[" + items
                + "]},\"pagination\":" + pagination(from + 20 < 1500 ? "c-" + (from + 20) : null) + "}");
    }

    @Test
    void theFavoritesAreACollectionLikeAnyOther() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(Reply.ok("{\"success\":true,\"data\":{\"bookmarks\":["
                        + BOOKMARK.formatted(1) + "]},\"pagination\":" + pagination(null) + "}"));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            ObjectNode item = bench.user().collectionItems("__default__").get(0);
            assertThat(item.get("isReading").isNull()).isTrue();
            assertThat(item.get("verseNumber").intValue()).isEqualTo(255);
            assertThat(server.requests().get(0).path()).isEqualTo("/auth/v1/collections/__default__");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a+b/c==", "x&first=100", "100%25", "ü ö?#", "{after}", "eyJpZCI6MX0=", "%", "*~.-_", "a,b;c|d"})
    void aCursorIsHandedBackExactlyAsItCame(String cursor) throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(page(BOOKMARK.formatted(1), cursor), page("", null));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            bench.user().all(BOOKMARKS);
            assertThat(server.requests().get(1).query())
                    .containsEntry("after", cursor)
                    .containsEntry("first", "20")
                    .hasSize(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "../c", "a b", "a?b=c", "a%2Fb", "é"})
    void aStrangeCollectionIdStaysOnePathSegment(String id) throws IOException {
        try (ScriptedServer server =
                        ScriptedServer.replying(Reply.ok("{\"success\":true,\"data\":{\"bookmarks\":[]}}"));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            bench.user().collectionItems(id);
            String path = server.requests().get(0).path();
            assertThat(path).startsWith("/auth/v1/collections/");
            String segment = path.substring("/auth/v1/collections/".length());
            assertThat(segment).doesNotContain("/");
            assertThat(java.net.URI.create(segment).getPath()).isEqualTo(id);
        }
    }

    @Test
    void itemsThatComeTwiceCountOnceAndTheLaterCopyWins() throws IOException {
        String older = "{\"id\":\"c1\",\"name\":\"old\"}";
        String newer = "{\"id\":\"c1\",\"name\":\"new\"}";
        try (ScriptedServer server = ScriptedServer.replying(page(older, "x"), page(newer, null));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertThat(bench.user().all(COLLECTIONS))
                    .extracting(item -> item.get("name").stringValue())
                    .containsExactly("new");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"success\":true,\"data\":[]}",
                "{\"success\":true,\"data\":[],\"pagination\":null}",
                "{\"data\":[],\"pagination\":{\"startCursor\":null,\"endCursor\":null,\"hasNextPage\":false}}",
                "{\"success\":true,\"data\":[],\"pagination\":{\"hasNextPage\":false,\"hasPreviousPage\":false}}",
            })
    void everyShapeOfAnEmptyListIsEmpty(String body) throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(Reply.ok(body));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertThat(bench.user().all(COLLECTIONS)).isEmpty();
        }
    }

    @Test
    void notesArePagedInTheirOwnWay() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(page(BOOKMARK.formatted(1), "x&limit=1"), page("", null));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertThat(bench.user().allByLimit(NOTES)).hasSize(1);
            assertThat(server.requests().get(0).query()).containsOnly(Map.entry("limit", "50"));
            assertThat(server.requests().get(1).query())
                    .containsOnly(Map.entry("limit", "50"), Map.entry("cursor", "x&limit=1"));
        }
    }

    @Test
    void oneThingComesOutOfItsEnvelopeAndAProfileHasNone() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(
                        Reply.ok("{\"success\":true,\"data\":{\"hasGoal\":false}}"), Reply.ok("{\"id\":\"p1\"}"));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            UserRequest plan = UserRequest.of("The plan", "/v1/goals/get-todays-plan")
                    .with("type", "QURAN_TIME")
                    .inZone(ZoneId.of("Asia/Riyadh"));
            assertThat(bench.user().one(plan)).hasToString("{\"hasGoal\":false}");
            assertThat(bench.user().bare(UserRequest.of("The profile", "/v1/users/profile")))
                    .hasToString("{\"id\":\"p1\"}");
            assertThat(server.requests().get(0).path()).isEqualTo("/auth/v1/goals/get-todays-plan");
            assertThat(server.requests().get(0).query()).containsOnly(Map.entry("type", "QURAN_TIME"));
            assertThat(server.requests().get(0).header("x-timezone")).isEqualTo("Asia/Riyadh");
            assertThat(server.requests().get(1).headers()).doesNotContainKey("x-timezone");
        }
    }

    private static Reply page(String items, @Nullable String endCursor) {
        return Reply.ok("{\"success\":true,\"data\":[" + items + "],\"pagination\":" + pagination(endCursor) + "}");
    }

    private static String pagination(@Nullable String endCursor) {
        return endCursor == null
                ? "{\"startCursor\":\"s\",\"endCursor\":\"last\",\"hasNextPage\":false,\"hasPreviousPage\":true}"
                : "{\"startCursor\":\"s\",\"endCursor\":\"" + endCursor
                        + "\",\"hasNextPage\":true,\"hasPreviousPage\":false}";
    }
}
