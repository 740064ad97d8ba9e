package org.qfsync.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.qfsync.http.TransportBench.OK;
import static org.qfsync.http.TransportBench.body;
import static org.qfsync.http.TransportBench.get;
import static org.qfsync.http.TransportBench.post;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import feign.Response;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.qfsync.testing.RawServer;
import org.slf4j.LoggerFactory;

@Timeout(30)
class HttpTransportTest {
    private final TransportBench bench = new TransportBench();

    @AfterEach
    void closeTransports() throws IOException {
        bench.close();
    }

    @Test
    void anAnswerIsReadCompletely() throws IOException {
        try (RawServer server =
                RawServer.answering("HTTP/1.1 200 OK\r\nX-Mutation-At: 7\r\nContent-Length: 5\r\n\r\nhello")) {
            Response response = get(bench.pooled, server.url("/a?first=20"));
            assertThat(response.status()).isEqualTo(200);
            assertThat(body(response)).isEqualTo("hello");
            assertThat(response.headers().get("x-mutation-at")).containsExactly("7");
            assertThat(server.requests().get(0))
                    .contains("GET /a?first=20 HTTP/1.1", "x-auth-token: secret", "Accept-Encoding: gzip")
                    .anyMatch(line -> line.matches("User-Agent: qfsync/\\S+"))
                    .noneMatch(line -> line.startsWith("Upgrade"));
        }
    }

    @Test
    void aPostThatLosesItsConnectionIsNeverSentAgain() throws IOException {
        try (RawServer server = RawServer.answering(out -> {
            throw new IOException("drop");
        })) {
            Throwable failure = catchThrowable(() -> post(bench.singleUse, server.url("/oauth2/token")));
            assertThat(failure).isInstanceOf(IOException.class).isNotInstanceOf(NeverSentException.class);
            assertThat(server.requests()).hasSize(1);
            assertThat(bench.meter.total()).isEqualTo(1);
        }
    }

    @Test
    void aGetThatLosesItsConnectionIsNotSentAgainBehindOurBack() throws IOException {
        try (RawServer server = RawServer.answering(out -> {
            throw new IOException("drop");
        })) {
            assertThatThrownBy(() -> get(bench.pooled, server.url("/a"))).isInstanceOf(IOException.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void a503ThatInvitesARetryIsNotRetriedBehindOurBack() throws IOException {
        try (RawServer server =
                RawServer.answering("HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(post(bench.singleUse, server.url("/oauth2/token")).status())
                    .isEqualTo(503);
            assertThat(get(bench.pooled, server.url("/a")).status()).isEqualTo(503);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void aRedirectIsNotFollowedAndCredentialsGoNowhereElse() throws IOException {
        try (RawServer elsewhere = RawServer.answering(OK);
                RawServer server = RawServer.answering("HTTP/1.1 302 Found\r\nLocation: " + elsewhere.url("/stolen")
                        + "\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(get(bench.pooled, server.url("/a")).status()).isEqualTo(302);
            assertThat(post(bench.singleUse, server.url("/a")).status()).isEqualTo(302);
            get(bench.pooled, server.url("/b"));
            assertThat(elsewhere.connections()).isZero();
            assertThat(server.requests())
                    .hasSize(3)
                    .noneMatch(head -> head.stream().anyMatch(line -> line.startsWith("Cookie")));
        }
    }

    @Test
    void aChallengeIsNotAnsweredBehindOurBack() throws IOException {
        try (RawServer server = RawServer.answering(
                "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(get(bench.pooled, server.url("/a")).status()).isEqualTo(401);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void theTokenEndpointNeverSeesAConnectionTwice() throws IOException {
        try (RawServer server = RawServer.answering(OK)) {
            for (int i = 0; i < 3; i++) {
                post(bench.singleUse, server.url("/oauth2/token"));
            }
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @Test
    void theApiKeepsItsConnection() throws IOException {
        try (RawServer server = RawServer.answering(OK)) {
            for (int i = 0; i < 3; i++) {
                get(bench.pooled, server.url("/a"));
            }
            assertThat(server.connections()).isEqualTo(1);
            assertThat(bench.meter.ofThisThread()).isEqualTo(3);
        }
    }

    @Test
    void aPostIsSentAsItWasGiven() throws IOException {
        try (RawServer server = RawServer.answering(OK)) {
            post(bench.singleUse, server.url("/oauth2/token"));
            assertThat(server.requests().get(0))
                    .contains(
                            "POST /oauth2/token HTTP/1.1",
                            "Content-Type: application/x-www-form-urlencoded",
                            "Content-Length: 3")
                    .filteredOn(line -> line.startsWith("Content-"))
                    .hasSize(2);
        }
    }

    @Test
    void noLogLevelPrintsHeadersOrBodies() throws IOException {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")) {
            get(bench.pooled, server.url("/a"));
            assertThat(log.list)
                    .isNotEmpty()
                    .noneMatch(event -> event.getFormattedMessage().contains("secret"));
        } finally {
            root.setLevel(before);
            root.detachAppender(log);
        }
    }

    @Test
    void theServersClockIsReadFromItsAnswers() throws IOException {
        try (RawServer server = RawServer.answering(
                "HTTP/1.1 200 OK\r\nDate: Wed, 21 Jan 2026 07:33:00 GMT\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(bench.serverClock.skew()).isEmpty();
            get(bench.pooled, server.url("/a"));
            assertThat(bench.serverClock.skew()).contains(Duration.ofMinutes(5));
        }
    }
}
