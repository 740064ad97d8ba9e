package org.qfsync.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
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

class UserClientTest {
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
            assertThat(bench.user().collections())
                    .containsExactly(new CollectionResponse(
                            "cmt0col1",
                            "أمل \"Hope\" 🌙",
                            "hope",
                            true,
                            false,
                            null,
                            Instant.parse("2026-01-21T07:28:13.023Z"),
                            null,
                            3,
                            3,
                            3,
                            Map.of()));
        }
    }

    @Test
    void everyRequestCarriesTokenAndClientAndAsksForTheMostThatIsAllowed() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(page("", null));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            bench.user().bookmarks(BookmarkType.JUZ, 19);
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
            bench.user().collections();
            assertThat(server.requests().get(0).headers().get("x-auth-token"))
                    .containsExactly("a.b-c_d~e+f/g=%41,h;{i}1");
        }
    }

    @Test
    void aListingOf1500ItemsIsReadToItsEnd() throws IOException {
        try (ScriptedServer server = new ScriptedServer(UserClientTest::of1500);
                ApiBench bench = new ApiBench(server.baseUrl())) {
            List<BookmarkResponse> items = bench.user().collectionItems("c1");
            assertThat(items).hasSize(1500).extracting(BookmarkResponse::id).doesNotHaveDuplicates();
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
            BookmarkResponse item =
                    bench.user().collectionItems(CollectionResponse.FAVORITES).get(0);
            assertThat(item.isReading()).isNull();
            assertThat(item.verseNumber()).isEqualTo(255);
            assertThat(server.requests().get(0).path()).isEqualTo("/auth/v1/collections/__default__");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a+b/c==", "x&first=100", "100%25", "ü ö?#", "{after}", "eyJpZCI6MX0=", "%", "*~.-_", "a,b;c|d"})
    void aCursorIsHandedBackExactlyAsItCame(String cursor) throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(page(BOOKMARK.formatted(1), cursor), page("", null));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            bench.user().bookmarks(BookmarkType.AYAH, 4);
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
            assertThat(bench.user().collections())
                    .extracting(CollectionResponse::name)
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
            assertThat(bench.user().collections()).isEmpty();
        }
    }

    @Test
    void unknownFieldsAndTypesAreKept() throws IOException {
        String item = "{\"id\":\"b1\",\"type\":\"hadith\",\"extra\":{\"a\":1},\"zeal\":{\"a\":[1]},\"colour\":\"red\"}";
        try (ScriptedServer server = ScriptedServer.replying(page(item, null));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            BookmarkResponse bookmark =
                    bench.user().bookmarks(BookmarkType.AYAH, 4).get(0);
            assertThat(bookmark.type()).isEqualTo("hadith");
            assertThat(bookmark.key()).isNull();
            assertThat(bookmark.extra()).containsOnlyKeys("colour", "extra", "zeal");
            assertThat(String.valueOf(bookmark.extra().get("zeal"))).isEqualTo("{\"a\":[1]}");
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
