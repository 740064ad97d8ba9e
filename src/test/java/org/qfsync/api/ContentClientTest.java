package org.qfsync.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.SyncException;
import org.qfsync.testing.ScriptedServer;
import org.qfsync.testing.ScriptedServer.Reply;
import org.qfsync.testing.ScriptedServer.Seen;
import tools.jackson.databind.node.ObjectNode;

class ContentClientTest {
    @Test
    void aListingIsReadWithWhateverItsObjectsHold() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(
                        Reply.ok("{\"reciters\":[{\"id\":7,\"name\":\"الفاتحة\",\"new\":true}],\"meta\":1}"));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            ObjectNode reciter = bench.content()
                    .listing(ContentListing.CHAPTER_RECITERS, "en")
                    .get(0);
            assertThat(reciter.path("name").asString()).isEqualTo("الفاتحة");
            assertThat(reciter.path("new").booleanValue()).isTrue();
            Seen seen = server.requests().get(0);
            assertThat(seen.path()).isEqualTo("/content/api/v4/resources/chapter_reciters");
            assertThat(seen.query()).isEqualTo(Map.of("language", "en"));
            assertThat(seen.header("x-auth-token")).isEqualTo("token-1");
            assertThat(seen.header("x-client-id")).isEqualTo("client-1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"chapters\":[]}",
                "{\"juzs\":null}",
                "{\"juzs\":{}}",
                "{\"juzs\":[7]}",
                "{\"juzs\":[null]}",
                "[]",
                "<html>"
            })
    void aListingThatCannotBeReadIsNoListing(String body) throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(Reply.ok(body));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertThatThrownBy(() -> bench.content().listing(ContentListing.JUZS, "en"))
                    .isInstanceOfSatisfying(PermanentException.class, e -> {
                        assertThat(e.code()).isEqualTo("unreadable_body");
                        assertThat(e.getMessage()).contains("GET /content/api/v4/juzs");
                    });
        }
    }

    @Test
    void aChapterMayHaveNothingToldAboutItButAnAnswerThatSaysNothingIsNone() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(
                        Reply.ok("{\"chapter_info\":{\"id\":9,\"chapter_id\":2}}"),
                        Reply.ok("{\"chapter_info\":null}"),
                        Reply.ok("{}"));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertThat(bench.content().chapterInfo(2, "en")).isPresent();
            assertThat(server.requests().get(0).path()).isEqualTo("/content/api/v4/chapters/2/info");
            assertThat(bench.content().chapterInfo(2, "de")).isEmpty();
            assertThatThrownBy(() -> bench.content().chapterInfo(2, "en"))
                    .isInstanceOf(PermanentException.class)
                    .hasMessageContaining("chapter_info is missing");
        }
    }

    @Test
    void aLongChapterIsReadToItsEndWhateverItsTotalsSay() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ContentClientTest::longChapter);
                ApiBench bench = new ApiBench(server.baseUrl())) {
            List<ObjectNode> verses = bench.content().versesOfChapter(2);
            assertThat(verses)
                    .extracting(verse -> verse.path("verse_number").intValue())
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, 286).boxed().toList());
            assertThat(verses.get(254).path("verse_key").asString()).isEqualTo("2:255");
            assertThat(verses.get(254).path("sajdah_number").isNull()).isTrue();
            assertThat(server.requests())
                    .hasSize(6)
                    .allMatch(seen -> seen.path().equals("/content/api/v4/verses/by_chapter/2"))
                    .allMatch(seen -> "50".equals(seen.query().get("per_page")));
        }
    }

    private static Reply longChapter(Seen seen) {
        int page = Integer.parseInt(seen.query().get("page"));
        String verses = IntStream.rangeClosed(page * 50 - 49, Math.min(page * 50, 286))
                .mapToObj(number -> "{\"id\":" + (7 + number) + ",\"verse_number\":" + number + ",\"verse_key\":\"2:"
                        + number + "\",\"juz_number\":1,\"sajdah_number\":null}")
                .collect(Collectors.joining(","));
        return Reply.ok("{\"verses\":[" + verses + "],\"pagination\":{\"per_page\":50,\"current_page\":" + page
                + ",\"next_page\":" + (page < 6 ? page + 1 : null) + ",\"total_pages\":1,\"total_records\":3}}");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, -1})
    void pageNumbersThatDoNotAdvanceEndTheListing(int next) throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(
                        Reply.ok("{\"verses\":[{\"id\":1,\"verse_number\":1,\"verse_key\":\"1:1\"}],"
                                + "\"pagination\":{\"next_page\":" + next + "}}"));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertThatThrownBy(() -> bench.content().versesOfChapter(1))
                    .isInstanceOf(PermanentException.class)
                    .extracting(e -> ((SyncException) e).code())
                    .isEqualTo("cursor_repeats");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void versesWithoutPaginationMayNotBeAll() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(Reply.ok("{\"verses\":[]}"));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertThatThrownBy(() -> bench.content().versesOfChapter(1))
                    .isInstanceOf(PermanentException.class)
                    .hasMessageContaining("pagination is missing");
        }
    }
}
