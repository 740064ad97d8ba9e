package org.qfsync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qfsync.sandbox.QfCaller.Answer;
import tools.jackson.databind.JsonNode;

class SandboxContentApiTest {
    private static final Sandbox SANDBOX = Sandbox.start(SandboxOptions.defaults());
    private static final String BASE = "/content/api/v4";

    private final QfCaller qf = new QfCaller(SANDBOX);
    private final String token = qf.appToken();

    @AfterAll
    static void stop() {
        SANDBOX.close();
    }

    @Test
    void chaptersHaveTheOfficialFields() {
        JsonNode chapters = qf.get(BASE + "/chapters?language=en", token).body().path("chapters");
        assertThat(chapters.size()).isEqualTo(114);
        assertThat(chapters.get(0).toString())
                .isEqualTo("{\"id\":1,\"revelation_place\":\"makkah\",\"revelation_order\":5,"
                        + "\"bismillah_pre\":false,\"name_simple\":\"Al-Fatihah\",\"name_complex\":\"Al-Fatihah\","
                        + "\"name_arabic\":\"الفاتحة\",\"verses_count\":7,\"pages\":[1,1],"
                        + "\"translated_name\":{\"language_name\":\"english\",\"name\":\"The Opener\"}}");
        assertThat(qf.get(BASE + "/chapters/114", token)
                        .body()
                        .path("chapter")
                        .path("verses_count")
                        .asInt())
                .isEqualTo(6);
    }

    @Test
    void allVersesAreListedInOrderWith190Requests() {
        List<Integer> ids = new ArrayList<>();
        SANDBOX.resetStats();
        for (int chapter = 1; chapter <= 114; chapter++) {
            JsonNode next = null;
            int page = 1;
            do {
                JsonNode body = qf.get(BASE + "/verses/by_chapter/" + chapter + "?per_page=50&page=" + page++, token)
                        .body();
                body.path("verses").forEach(verse -> ids.add(verse.path("id").asInt()));
                next = body.path("pagination").path("next_page");
            } while (!next.isNull());
        }
        assertThat(ids).hasSize(6236).isSorted().doesNotHaveDuplicates();
        assertThat(SANDBOX.stats().route("content/verses")).isEqualTo(190);
    }

    @Test
    void aPageHoldsTenVersesUnlessToldAndNoTextUnlessNamed() {
        JsonNode body = qf.get(BASE + "/verses/by_chapter/2", token).body();
        assertThat(body.path("verses").size()).isEqualTo(10);
        assertThat(body.path("pagination").toString())
                .isEqualTo("{\"per_page\":10,\"current_page\":1,\"next_page\":2,\"total_pages\":29,"
                        + "\"total_records\":286}");
        assertThat(body.path("verses").get(0).has("text_uthmani")).isFalse();
        JsonNode verse = qf.get(
                        BASE + "/verses/by_chapter/2?per_page=50&page=6&fields=text_uthmani&translations=20", token)
                .body()
                .path("verses")
                .get(4);
        assertThat(verse.path("text_uthmani").asString()).isEqualTo("[sandbox placeholder for 2:255, not Quran text]");
        assertThat(verse.path("translations").get(0).path("resource_id").asInt())
                .isEqualTo(20);
    }

    @Test
    void aPageBeyondTheLastIsEmpty() {
        JsonNode body = qf.get(BASE + "/verses/by_chapter/1?page=3", token).body();
        assertThat(body.path("verses").size()).isZero();
        assertThat(body.path("pagination").path("next_page").isNull()).isTrue();
        assertThat(qf.get(BASE + "/verses/by_chapter/2?per_page=50&page=999999", token)
                        .body()
                        .path("verses")
                        .size())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/chapters/115, 404, not_found",
        "/chapters/x, 404, not_found",
        "/verses/by_chapter/0, 404, not_found",
        "/verses/by_chapter/1?per_page=51, 422, unprocessable_entity",
        "/verses/by_chapter/1?per_page=0, 422, unprocessable_entity",
        "/verses/by_chapter/1?page=-1, 422, unprocessable_entity",
        "/verses/by_juz/1, 403, forbidden"
    })
    void whatDoesNotExistIsRefused(String path, int status, String type) {
        Answer answer = qf.get(BASE + path, token);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).isEqualTo(type);
    }

    @Test
    void aTokenWithoutTheContentScopeReadsNothing() {
        String bare = qf.token(java.util.Map.of("grant_type", "client_credentials"))
                .body()
                .path("access_token")
                .asString();
        assertThat(qf.get(BASE + "/chapters", bare).type()).isEqualTo("insufficient_scope");
    }

    @Test
    void answersAreCompressedOnlyWhenAskedFor() throws IOException, InterruptedException {
        assertThat(qf.get(BASE + "/chapters", token).raw().headers().firstValue("Content-Encoding"))
                .isEmpty();
        HttpRequest request = HttpRequest.newBuilder(qf.uri(BASE + "/chapters"))
                .header("x-auth-token", token)
                .header("x-client-id", SANDBOX.clientId())
                .header("Accept-Encoding", "gzip")
                .build();
        HttpResponse<byte[]> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
        assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
        try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).contains("\"Al-Fatihah\"", "الناس");
        }
    }
}
