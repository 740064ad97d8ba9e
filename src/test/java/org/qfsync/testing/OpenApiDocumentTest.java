package org.qfsync.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiDocumentTest {
    private final OpenApiDocument content = OpenApiDocument.of("content-v4.json");

    @Test
    void theMoreLiteralPathIsMeant() {
        assertThat(content.template("/pages/lookup")).contains("/pages/lookup");
        assertThat(content.template("/pages/7")).contains("/pages/{page_number}");
        assertThat(content.template("/nothing")).isEmpty();
        assertThat(content.statuses("/resources/sync")).contains("200", "410", "422");
    }

    @Test
    void differencesAreToldOnceEach() {
        String mutation = "{\"sequence\":\"1\",\"type\":\"ROW_MOVE\",\"resource_group\":\"tafsirs\","
                + "\"resource_id\":1,\"resource_content_id\":null,\"record_type\":null,\"mood\":1}";
        JsonNode body = JsonMapper.shared()
                .readTree("{\"sync\":{\"sync_until_sequence\":1,\"has_more\":false,\"next_page_url\":null,"
                        + "\"next_sync_token\":null,\"mutations\":[" + mutation + "," + mutation + "]}}");
        assertThat(content.differences("/resources/sync", 200, body))
                .containsExactly(
                        "GET /resources/sync 200 /sync/mutations/*/sequence: type",
                        "GET /resources/sync 200 /sync/mutations/*/type: enum",
                        "GET /resources/sync 200 /sync/mutations/*: required changed_at",
                        "GET /resources/sync 200 /sync/mutations/*: unknown mood");
    }

    @Test
    void sharedAnswersAreFollowedAndOthersAreNotDocumented() {
        JsonNode body = JsonMapper.shared().readTree("{\"message\":\"m\",\"type\":\"odd\",\"success\":false}");
        assertThat(content.differences("/chapters", 429, body)).containsExactly("GET /chapters 429 /type: enum");
        assertThat(content.differences("/chapters", 418, body)).containsExactly("GET /chapters 418 is not documented");
        assertThat(content.differences("/nothing", 200, body)).containsExactly("GET /nothing is not documented");
    }
}
