package org.qfsync.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.SystemicException;
import org.qfsync.testing.RawServer;
import org.qfsync.testing.ScriptedServer;
import org.qfsync.testing.ScriptedServer.Reply;
import org.qfsync.testing.ScriptedServer.Seen;

class ContentSyncClientTest {
    private static final String LAST_PAGE =
            "{\"sync\":{\"sync_until_sequence\":9,\"has_more\":false,\"next_page_url\":null,"
                    + "\"next_sync_token\":\"t1\",\"mutations\":[]}}";
    private static final String SNAPSHOT = "{\"resource_group\":\"translations\",\"resource_id\":20,"
            + "\"resource_content_id\":20,\"schema_version\":1,\"sync_sequence\":5,\"new\":{\"a\":[1]},\"records\":%s}";

    @TempDir
    Path folder;

    @Test
    void theFilterIsEncodedAndTheHeadersAreThose() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(Reply.ok(LAST_PAGE));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            SyncPage page = client(bench).bootstrap("tafsirs:16,169;translations:*", 100);

            assertThat(page.token()).contains("t1");
            assertThat(page.next()).isEmpty();
            assertThat(page).hasToString("SyncPage[0 mutations, hasMore=false]");
            Seen seen = server.requests().get(0);
            assertThat(seen.path()).isEqualTo("/content/api/v4/resources/sync");
            assertThat(seen.rawQuery())
                    .isEqualTo("bootstrap=true&resources=tafsirs%3A16%2C169%3Btranslations%3A%2A&per_page=100");
            assertThat(seen.header("x-auth-token")).isEqualTo("token-1");
            assertThat(seen.header("x-client-id")).isEqualTo("client-1");
        }
    }

    @Test
    void aTokenGoesOutAsItCame() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(Reply.ok(LAST_PAGE));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            client(bench).since("a+b/c==%25 &x", "tafsirs:169", 50);
            assertThat(server.requests().get(0).query())
                    .containsEntry("sync_token", "a+b/c==%25 &x")
                    .doesNotContainKey("bootstrap");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v4/resources/sync?cursor=c1",
                "/api/v4/resources/sync?cursor=a%252Fb%2bc+d==&x=%7E~%e2%82%ac;y=*",
                "/api/v4/resources/sync?cursor=",
                "/api/v4/resources/sync?b=2&a=1&a=0?/"
            })
    void theNextPageIsAskedForByteForByte(String url) throws IOException {
        try (RawServer server = RawServer.answering(http(LAST_PAGE));
                ApiBench bench = new ApiBench(server.url())) {
            client(bench).next(url);
            assertThat(server.requests().get(0).get(0)).isEqualTo("GET /content" + url + " HTTP/1.1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/api/v4/resources/sync?cursor=c1",
                "//evil.example/api/v4/resources/sync",
                "http://127.0.0.1/content/api/v4/resources/sync",
                "/api/v4/resources/../../auth/v1/users",
                "/api/v4/resources/%2e%2e/x",
                "/api/v4/resources//evil.example/x",
                "/api/v4/resources/sync?cursor=a b",
                "/api/v4/resources\\@evil.example/",
                "@evil.example/api/v4/resources/sync",
                "/auth/v1/users",
                "/api/v4/resources/sync?c=1#fragment",
                ""
            })
    void aUrlThatLeadsElsewhereIsRefusedUnsent(String url) throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(Reply.ok(LAST_PAGE));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            ContentSyncClient client = client(bench);
            assertThatExceptionOfType(PermanentException.class)
                    .isThrownBy(() -> client.next(url))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ContentSyncClient.FOREIGN_URL));
            assertThatExceptionOfType(PermanentException.class).isThrownBy(() -> client.snapshot(url));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void theRefusalNamesTheForeignHostAndNothingElse() throws IOException {
        try (ApiBench bench = new ApiBench(java.net.URI.create("http://127.0.0.1:1"))) {
            assertThatExceptionOfType(PermanentException.class)
                    .isThrownBy(() -> client(bench).next("https://evil.example/x?cursor=secret"))
                    .withMessageContaining("the host evil.example as next_page_url")
                    .withMessageNotContaining("secret");
        }
    }

    @Test
    void aRefusedTokenIsRenewedOnceForPagesAndForSnapshots() throws IOException {
        try (ScriptedServer server =
                        new ScriptedServer(seen -> seen.header("x-auth-token").equals("token-1")
                                ? Reply.json(401, "{\"type\":\"unauthorized\"}")
                                : Reply.ok(seen.path().contains("snapshots") ? SNAPSHOT.formatted("[]") : LAST_PAGE));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            try (Snapshot snapshot = client(bench).snapshot("translations", 20)) {
                assertThat(snapshot.head().records()).isZero();
            }
            assertThat(client(bench).bootstrap("tafsirs:169", 100).hasMore()).isFalse();
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void aTokenThatStaysRefusedIsOurOwnProblem() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(Reply.json(401, "{\"type\":\"unauthorized\"}"));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertThatExceptionOfType(SystemicException.class)
                    .isThrownBy(() -> client(bench).bootstrap("tafsirs:169", 100));
            assertThat(server.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":\"resync_required\",\"message\":\"x\"}}",
                "{\"details\":{\"error\":{\"code\":\"resync_required\",\"message\":\"x\"}},\"message\":\"y\","
                        + "\"type\":\"unprocessable_entity\",\"success\":false}"
            })
    void bothShapesOfARefusalAreUnderstood(String body) throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(Reply.json(410, body));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertThatExceptionOfType(PermanentException.class)
                    .isThrownBy(() -> client(bench).since("t0", "tafsirs:169", 100))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("resync_required"))
                    .satisfies(e -> assertThat(e.httpStatus()).isEqualTo(410));
        }
    }

    @Test
    void aSnapshotLargerThanMemoryAllowsIsReadRecordByRecord() throws IOException {
        String records = IntStream.range(0, 2_000)
                .mapToObj(id -> "{\"id\":" + id + ",\"text\":\"" + "x".repeat(60) + "\",\"records\":[1]}")
                .collect(Collectors.joining(",", "[", "]"));
        AtomicInteger turn = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer(seen ->
                        turn.getAndIncrement() == 0 ? Reply.json(503, "{}") : Reply.ok(SNAPSHOT.formatted(records)));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            List<Integer> ids = new ArrayList<>();
            try (Snapshot snapshot = client(bench).snapshot("/api/v4/resources/snapshots/translations/20")) {
                assertThat(snapshot.head()).isEqualTo(new Snapshot.Head("translations", 20, 20L, 1, 5L, 2_000));
                snapshot.forEachRecord(each -> ids.add(each.path("id").intValue()));
                assertThat(files()).isEqualTo(1);
            }
            assertThat(ids).hasSize(2_000).startsWith(0, 1).endsWith(1_999);
            assertThat(files()).isZero();
            assertThat(server.requests().get(1).path())
                    .isEqualTo("/content/api/v4/resources/snapshots/translations/20");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"id\":1},{\"id\":2}",
                "[{\"id\":1},2]",
                "[{\"id\":1},null]",
                "{}",
                "null",
                "[],\"records\":[]",
                "[]} {",
                "[]}}"
            })
    void aSnapshotThatIsNotWholeIsRefusedAndLeavesNoFile(String records) throws IOException {
        String body = SNAPSHOT.formatted(records);
        try (ScriptedServer server = ScriptedServer.replying(
                        Reply.ok(records.endsWith("2}") ? body.substring(0, body.length() - 1) : body));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertThatExceptionOfType(PermanentException.class)
                    .isThrownBy(() -> client(bench).snapshot("translations", 20))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("unreadable_body"));
            assertThat(files()).isZero();
        }
    }

    private ContentSyncClient client(ApiBench bench) {
        return bench.contentSync(folder.resolve("spool"));
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("spool"))) {
            return files.count();
        }
    }

    private static String http(String json) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + json;
    }
}
