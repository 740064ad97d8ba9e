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

class ContentClientTest {
    @Test
    void aChapterIsReadWithAllItsFields() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(Reply.ok("""
                                {"chapters":[{"id":1,"revelation_place":"makkah","revelation_order":5,
                                "bismillah_pre":false,"name_simple":"Al-Fatihah","name_complex":"Al-Fatihah",
                                "name_arabic":"الفاتحة","verses_count":7,"pages":[1,1],
                                "translated_name":{"language_name":"english","name":"The Opener","x":1},"new":true}]}"""));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            ChapterResponse chapter = bench.content().chapters("en").get(0);
            assertThat(chapter.nameArabic()).isEqualTo("الفاتحة");
            assertThat(chapter.bismillahPre()).isFalse();
            assertThat(chapter.versesCount()).isEqualTo(7);
            assertThat(chapter.pages()).containsExactly(1, 1);
            assertThat(chapter.translatedName()).isEqualTo(new ChapterResponse.TranslatedName("english", "The Opener"));
            assertThat(chapter.extra()).containsOnlyKeys("new");
            Seen seen = server.requests().get(0);
            assertThat(seen.path()).isEqualTo("/content/api/v4/chapters");
            assertThat(seen.query()).isEqualTo(Map.of("language", "en"));
            assertThat(seen.header("x-auth-token")).isEqualTo("token-1");
            assertThat(seen.header("x-client-id")).isEqualTo("client-1");
        }
    }

    @Test
    void aLongChapterIsReadToItsEndWhateverItsTotalsSay() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ContentClientTest::longChapter);
                ApiBench bench = new ApiBench(server.baseUrl())) {
            List<VerseResponse> verses = bench.content().versesOfChapter(2);
            assertThat(verses)
                    .extracting(VerseResponse::verseNumber)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, 286).boxed().toList());
            assertThat(verses.get(254).verseKey()).isEqualTo("2:255");
            assertThat(verses.get(254).sajdahNumber()).isNull();
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
