package org.qfsync.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.qfsync.http.TransportBench.DEADLINE;
import static org.qfsync.http.TransportBench.LIMIT;
import static org.qfsync.http.TransportBench.OK;
import static org.qfsync.http.TransportBench.body;
import static org.qfsync.http.TransportBench.bytes;
import static org.qfsync.http.TransportBench.get;
import static org.qfsync.http.TransportBench.gzip;
import static org.qfsync.http.TransportBench.post;

import feign.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.qfsync.testing.RawServer;

@Timeout(30)
class HttpTransportLimitsTest {
    private final TransportBench bench = new TransportBench();

    @AfterEach
    void closeTransports() throws IOException {
        bench.close();
    }

    @Test
    void anEndlessBodyIsCutAtTheLimit() throws IOException {
        try (RawServer server = RawServer.answering(out -> {
            out.write(bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
            while (true) {
                out.write(bytes("400\r\n" + "x".repeat(1024) + "\r\n"));
            }
        })) {
            assertThatThrownBy(() -> get(bench.pooled, server.url("/a?secret=1")))
                    .isInstanceOf(BodyTooLargeException.class)
                    .hasMessageContaining("GET 127.0.0.1/a:")
                    .hasMessageNotContaining("secret");
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void aGzipBombIsCutAtTheLimit() throws IOException {
        byte[] bomb = gzip(new byte[20 * LIMIT]);
        assertThat(bomb.length).isLessThan(LIMIT);
        try (RawServer server = RawServer.answering(out -> {
            out.write(
                    bytes("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n"));
            out.write(bomb);
        })) {
            assertThatThrownBy(() -> get(bench.pooled, server.url("/a"))).isInstanceOf(BodyTooLargeException.class);
        }
    }

    @Test
    void aGzipBodyIsDecompressed() throws IOException {
        byte[] packed = gzip(bytes("{\"a\":\"الفاتحة\"}"));
        try (RawServer server = RawServer.answering(out -> {
            out.write(bytes(
                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.length + "\r\n\r\n"));
            out.write(packed);
        })) {
            Response response = get(bench.pooled, server.url("/a"));
            assertThat(body(response)).isEqualTo("{\"a\":\"الفاتحة\"}");
            assertThat(response.headers()).doesNotContainKeys("Content-Encoding", "Content-Length");
        }
    }

    @Test
    void anEmptyGzipBodyIsEmpty() throws IOException {
        try (RawServer server =
                RawServer.answering("HTTP/1.1 502 Bad\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(body(get(bench.pooled, server.url("/a")))).isEmpty();
        }
    }

    @Test
    void aBodyCutShortIsAFailure() throws IOException {
        try (RawServer server = RawServer.answering(out -> {
            out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":"));
            out.flush();
            throw new IOException("drop");
        })) {
            assertThatThrownBy(() -> get(bench.pooled, server.url("/a")))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(NeverSentException.class);
        }
    }

    @Test
    void aDrippingBodyIsCutAtTheDeadline() throws IOException {
        try (RawServer server = RawServer.answering(out -> {
            out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n"));
            drip(out);
        })) {
            long startedAt = System.nanoTime();
            assertThatThrownBy(() -> post(bench.singleUse, server.url("/oauth2/token")))
                    .isInstanceOf(DeadlineExceededException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isBetween(DEADLINE, DEADLINE.plusSeconds(3));
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void drippingHeadersAreCutAtTheDeadline() throws IOException {
        try (RawServer server = RawServer.answering(HttpTransportLimitsTest::drip)) {
            assertThatThrownBy(() -> get(bench.pooled, server.url("/a"))).isInstanceOf(DeadlineExceededException.class);
        }
    }

    @Test
    void aSilentServerIsLeftAtTheReadTimeout() throws IOException {
        try (RawServer server = RawServer.answering(out -> TimeUnit.MINUTES.sleep(1))) {
            assertThatThrownBy(() -> post(bench.singleUse, server.url("/a")))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(NeverSentException.class)
                    .isNotInstanceOf(DeadlineExceededException.class)
                    .hasMessageContaining("SocketTimeoutException");
        }
    }

    @Test
    void aRefusedConnectionIsProvablyNeverSent() throws IOException {
        String url;
        try (RawServer server = RawServer.answering(OK)) {
            url = server.url("/a");
        }
        assertThatThrownBy(() -> post(bench.singleUse, url)).isInstanceOf(NeverSentException.class);
        assertThat(bench.meter.total()).isZero();
    }

    @Test
    void anUnknownHostIsProvablyNeverSent() {
        assertThatThrownBy(() -> get(bench.pooled, "http://no-such-host.invalid/a"))
                .isInstanceOf(NeverSentException.class);
    }

    @Test
    void aFailedTlsHandshakeIsProvablyNeverSent() throws IOException {
        try (RawServer server = RawServer.answering("this is no TLS")) {
            assertThatThrownBy(() -> get(bench.pooled, server.url("/a").replace("http:", "https:")))
                    .isInstanceOf(NeverSentException.class);
        }
    }

    @Test
    void aTlsHandshakeThatNeverEndsIsCutAndWasNeverSent() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> get(bench.pooled, "https://127.0.0.1:" + silent.getLocalPort() + "/a"))
                    .isInstanceOf(NeverSentException.class)
                    .hasMessageContaining("deadline of 700 ms");
        }
    }

    private static void drip(OutputStream out) throws IOException, InterruptedException {
        while (true) {
            out.write('x');
            out.flush();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
