package org.qfsync.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.SyncException;
import org.qfsync.testing.ScriptedServer;
import org.qfsync.testing.ScriptedServer.Reply;

class UnreadableAnswerTest {
    private static final UserRequest BOOKMARKS = UserRequest.of("The listing of bookmarks", "/v1/bookmarks");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"without id\"}",
                "{\"id\":null}",
                "{\"id\":7}",
                "{\"id\":{\"x\":\"secret-name\"}}",
                "7",
            })
    void anItemWithoutAnIdIsNoItem(String item) throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(page(item, null));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertThatThrownBy(() -> bench.user().all(BOOKMARKS))
                    .isInstanceOfSatisfying(PermanentException.class, e -> {
                        assertThat(e.code()).isEqualTo("unreadable_body");
                        assertThat(e.getMessage())
                                .contains("GET /auth/v1/bookmarks")
                                .contains("data[0]")
                                .doesNotContain("secret-name");
                        assertThat(e.getCause()).isNull();
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"success\":true,\"data\":[",
                "{\"success\":true}",
                "{\"success\":true,\"data\":null}",
                "{\"success\":true,\"data\":{}}",
                "[]",
                "null",
                "<html>Welcome</html>",
                "{\"success\":true,\"data\":[]} trailing",
                "{\"success\":true,\"data\":[{\"id\":\"b1\"}]}",
                "{\"success\":true,\"data\":[{\"id\":\"b1\"}],\"pagination\":{\"endCursor\":\"x\"}}",
            })
    void anAnswerThatCannotBeReadCompletelyIsNoAnswer(String body) throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(Reply.ok(body));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertFails(bench, "unreadable_body");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aPageForPeopleWithStatus200IsNoAnswer() throws IOException {
        try (ScriptedServer server =
                        ScriptedServer.replying(new Reply(200, Map.of("Content-Type", "text/html"), "maintenance"));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertFails(bench, "unreadable_body");
        }
    }

    @Test
    void aRefusalWithStatus200IsARefusal() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(
                        Reply.ok("{\"success\":false,\"error\":{\"code\":\"OutOfSyncError\",\"message\":\"m\"}}"));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertFails(bench, "OutOfSyncError");
        }
    }

    @Test
    void aCursorThatRepeatsEndsTheListing() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(page("{\"id\":\"b1\"}", "same"));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertFails(bench, "cursor_repeats");
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void aFurtherPageWithoutACursorEndsTheListing() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(Reply.ok(
                        "{\"success\":true,\"data\":[],\"pagination\":{\"endCursor\":null,\"hasNextPage\":true}}"));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertFails(bench, "cursor_repeats");
            assertThat(server.requests()).hasSize(1);
        }
    }

    private static void assertFails(ApiBench bench, String code) {
        assertThatThrownBy(() -> bench.user().all(BOOKMARKS))
                .isInstanceOf(PermanentException.class)
                .extracting(e -> ((SyncException) e).code())
                .isEqualTo(code);
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
