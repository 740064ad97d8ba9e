package org.qfsync.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.qfsync.http.TransportBench.bytes;
import static org.qfsync.http.TransportBench.gzip;

import feign.Client;
import feign.Request;
import feign.RequestTemplate;
import feign.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.testing.RawServer;

@Timeout(30)
class SpoolTest {
    private static final int LIMIT = 300_000;

    @TempDir
    Path home;

    private final TransportBench bench = new TransportBench();
    private Spool spool = new Spool(Path.of("."), 0, Duration.ZERO);

    @BeforeEach
    void makeSpool() {
        spool = new Spool(home.resolve("snapshots"), LIMIT, Duration.ofSeconds(2));
    }

    @AfterEach
    void closeTransports() throws IOException {
        bench.close();
    }

    @Test
    void aBodyLargerThanMemoryAllowsIsPrivateOnDiskUntilItIsClosed() throws IOException {
        String large = "x".repeat(TransportBench.LIMIT + 1_000);
        try (RawServer server =
                RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: " + large.length() + "\r\n\r\n" + large)) {
            try (Response response = get(server)) {
                assertThat(files()).hasSize(1);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))))
                        .isEqualTo("rw-------");
                assertThat(text(response)).isEqualTo(large);
                assertThat(text(response)).as("read once more").isEqualTo(large);
            }
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void aGzipBombIsCutAtTheLimitAndLeavesNoFile() throws IOException {
        byte[] bomb = gzip(new byte[20 * LIMIT]);
        try (RawServer server = RawServer.answering(out -> {
            out.write(
                    bytes("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n"));
            out.write(bomb);
        })) {
            assertThatThrownBy(() -> get(server))
                    .isInstanceOf(BodyTooLargeException.class)
                    .hasMessageContaining("larger than " + LIMIT);
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void aBodyCutShortIsAFailureAndLeavesNoFile() throws IOException {
        try (RawServer server = RawServer.answering(out -> {
            out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"records\":["));
            out.flush();
            throw new IOException("cut");
        })) {
            assertThatThrownBy(() -> get(server)).isInstanceOf(IOException.class);
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void aDrippingServerCannotOutlastTheSpoolsDeadline() throws IOException {
        spool = new Spool(spool.folder(), LIMIT, Duration.ofMillis(300));
        try (RawServer server = RawServer.answering(out -> {
            out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"));
            while (true) {
                out.write('x');
                out.flush();
                Thread.sleep(20);
            }
        })) {
            assertThatThrownBy(() -> get(server)).isInstanceOf(DeadlineExceededException.class);
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void aRefusalIsReadIntoMemory() throws IOException {
        try (RawServer server = RawServer.answering("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}")) {
            Response response = get(server);
            assertThat(response.status()).isEqualTo(404);
            assertThat(text(response)).isEqualTo("{}");
            assertThat(Files.exists(spool.folder())).isFalse();
        }
    }

    @Test
    void whatAKilledProcessLeftIsSweptAway() throws IOException {
        spool.sweep();
        Files.createDirectories(spool.folder());
        Files.writeString(spool.folder().resolve(".new-1"), "half");
        spool.sweep();
        assertThat(files()).isEmpty();
    }

    private Response get(RawServer server) throws IOException {
        Client client = bench.pooled.spooling(spool);
        return client.execute(
                Request.create(
                        Request.HttpMethod.GET,
                        server.url("/a"),
                        Map.of(),
                        Request.Body.empty(),
                        new RequestTemplate()),
                new Request.Options());
    }

    private static String text(Response response) throws IOException {
        try (InputStream in = response.body().asInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private java.util.List<Path> files() throws IOException {
        if (Files.notExists(spool.folder())) {
            return java.util.List.of();
        }
        try (Stream<Path> files = Files.list(spool.folder())) {
            return files.toList();
        }
    }
}
