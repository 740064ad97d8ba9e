package org.qfsync.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.domain.FailureKind;
import org.qfsync.domain.SyncException;
import org.qfsync.testing.RawServer;
import org.qfsync.testing.ScriptedServer;
import org.qfsync.testing.ScriptedServer.Reply;

@Timeout(60)
class FailureTest {
    private static final Reply EMPTY = Reply.ok("{\"success\":true,\"data\":[]}");
    private static final Reply UNAUTHORIZED =
            Reply.json(401, "{\"message\":\"The request requires user authentication\",\"type\":\"unauthorized\"}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|{'message':'m','type':'invalid_request','success':false}|PERMANENT|invalid_request",
                "403|{'message':'m','type':'insufficient_scope','success':false}|SCOPE_MISSING|insufficient_scope",
                "403|{'message':'m','type':'forbidden','success':false}|PERMANENT|forbidden",
                "403|<html>blocked</html>|PERMANENT|html_error_page",
                "404|{'message':'m','type':'not_found','success':false}|PERMANENT|not_found",
                "404|''|PERMANENT|not_found",
                "404|{'error':{'code':'snapshot_not_found','message':'m'}}|PERMANENT|snapshot_not_found",
                "409|{'success':false,'error':{'code':'OutOfSyncError','message':'m'}}|PERMANENT|OutOfSyncError",
                "410|{'error':{'code':'resync_required','message':'m'}}|PERMANENT|resync_required",
                "422|{'details':{'error':{'code':'ValidationError'}},'type':'unprocessable_entity'}|PERMANENT|ValidationError",
                "302|''|PERMANENT|http_302",
            })
    void whatARetryWouldNotCureIsAskedOnce(int status, String body, FailureKind kind, String code) throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(Reply.json(status, body.replace('\'', '"')));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            SyncException failure = failure(bench);
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.httpStatus()).isEqualTo(status);
            assertThat(failure.hint()).isNotBlank();
            assertThat(failure).hasMessageContaining("GET /auth/v1/collections answered " + status);
            assertThat(failure.getMessage()).doesNotContain("first=", "token-1");
            assertThat(server.requests()).hasSize(1);
            assertThat(bench.tokens.refused).isEmpty();
            assertThat(bench.waits).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "429|{'message':'m','type':'rate_limit_exceeded','success':false}|rate_limit_exceeded",
                "429|''|rate_limit_exceeded",
                "500|{'message':'m','type':'internal_server_error','success':false}|internal_server_error",
                "502|<html>Bad gateway</html>|html_error_page",
                "503|''|http_503",
                "504|{'message':'m','type':'gateway_timeout','success':false}|gateway_timeout",
            })
    void whatMayPassIsTriedAgainAndThenTransient(int status, String body, String code) throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(Reply.json(status, body.replace('\'', '"')));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            SyncException failure = failure(bench);
            assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.httpStatus()).isEqualTo(status);
            assertThat(failure).hasMessageContaining("after 4 tries");
            assertThat(server.requests()).hasSize(ApiBench.TRIES);
            assertThat(bench.waits).hasSize(ApiBench.TRIES - 1);
        }
    }

    @Test
    void aRetryThatSucceedsIsAllThatTheCallerSees() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(Reply.json(503, ""), Reply.json(502, "<html>"), EMPTY);
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertThat(bench.user().all(UserRequest.of("The listing of collections", "/v1/collections")))
                    .isEmpty();
            assertThat(server.requests())
                    .hasSize(3)
                    .allSatisfy(seen ->
                            assertThat(seen.headers().get("x-auth-token")).containsExactly("token-1"));
        }
    }

    @Test
    void eachRequestHasTriesOfItsOwn() throws IOException {
        Reply more = Reply.ok("{\"success\":true,\"data\":[{\"id\":\"c1\"}],"
                + "\"pagination\":{\"endCursor\":\"x\",\"hasNextPage\":true}}");
        Reply busy = Reply.json(503, "");
        try (ScriptedServer server = ScriptedServer.replying(busy, busy, busy, more, busy, busy, busy, EMPTY);
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertThat(bench.user().all(UserRequest.of("The listing of collections", "/v1/collections")))
                    .hasSize(1);
        }
    }

    @Test
    void retryAfterIsHonouredInSecondsAndAsADate() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(
                        Reply.json(503, "").with("Retry-After", "77"),
                        Reply.json(503, "").with("Retry-After", "Wed, 21 Jan 2026 07:29:40 GMT"),
                        EMPTY);
                ApiBench bench = new ApiBench(server.baseUrl())) {
            bench.user().all(UserRequest.of("The listing of collections", "/v1/collections"));
            assertThat(bench.waits).containsExactly(Duration.ofSeconds(77), Duration.ofSeconds(100));
        }
    }

    @Test
    void a429SlowsEveryoneDown() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(Reply.json(429, "").with("Retry-After", "1"), EMPTY);
                ApiBench bench = new ApiBench(server.baseUrl())) {
            long startedAt = System.nanoTime();
            bench.user().all(UserRequest.of("The listing of collections", "/v1/collections"));
            // The retryer's wait is only written down here: what kept the second try back is the shared pace.
            assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isGreaterThan(Duration.ofMillis(900));
            assertThat(bench.waits).containsExactly(Duration.ofSeconds(1));
        }
    }

    @Test
    void anInterruptedWaitEndsTheTriesAndKeepsTheFlag() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(Reply.json(503, ""));
                ApiBench bench = new ApiBench(server.baseUrl(), wait -> {
                    throw new InterruptedException("stop");
                })) {
            SyncException failure = failure(bench);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aLostConnectionIsTriedAgainAndThenTransient() throws IOException {
        try (RawServer server = RawServer.answering(out -> {
                    throw new IOException("drop");
                });
                ApiBench bench = new ApiBench(java.net.URI.create(server.url("")))) {
            SyncException failure = failure(bench);
            assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(failure.code()).isEqualTo("connection_failed");
            assertThat(failure.httpStatus()).isNull();
            assertThat(failure)
                    .hasMessageContaining("GET 127.0.0.1/auth/v1/collections failed")
                    .hasMessageContaining("4 tries");
            assertThat(failure.getMessage()).doesNotContain("first=");
            assertThat(server.requests()).hasSize(ApiBench.TRIES);
        }
    }

    @Test
    void aBodyBeyondTheLimitIsNotAskedForAgain() throws IOException {
        try (ScriptedServer server =
                        ScriptedServer.replying(Reply.ok("{\"data\":[],\"x\":\"" + "y".repeat(200_000) + "\"}"));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            SyncException failure = failure(bench);
            assertThat(failure.kind()).isEqualTo(FailureKind.PERMANENT);
            assertThat(failure.code()).isEqualTo("body_too_large");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aRefusedTokenIsRenewedOnceAndTheRequestRepeatedOnce() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(UNAUTHORIZED, EMPTY);
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertThat(bench.user().all(UserRequest.of("The listing of collections", "/v1/collections")))
                    .isEmpty();
            assertThat(server.requests())
                    .extracting(seen -> String.valueOf(seen.headers().get("x-auth-token")))
                    .containsExactly("[token-1]", "[token-2]");
            assertThat(bench.tokens.refused).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"m\",\"type\":\"invalid_token\",\"success\":false}",
                "{\"details\":{\"error\":{\"code\":\"Expired\"}},\"type\":\"invalid_token\"}",
            })
    void a403ThatNamesTheTokenIsARefusedTokenToo(String body) throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(Reply.json(403, body), EMPTY);
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertThat(bench.user().all(UserRequest.of("The listing of collections", "/v1/collections")))
                    .isEmpty();
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void aUserWhoseTokensAreAlwaysRefusedMustConnectAgainAfterExactlyTwoCalls() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(UNAUTHORIZED);
                ApiBench bench = new ApiBench(server.baseUrl())) {
            SyncException failure = failure(bench);
            assertThat(failure.kind()).isEqualTo(FailureKind.REAUTHORIZE);
            assertThat(failure.code()).isEqualTo(UserClient.TOKEN_REFUSED);
            assertThat(failure.httpStatus()).isEqualTo(401);
            assertThat(server.requests()).hasSize(2);
            assertThat(bench.tokens.refused).hasSize(1);
        }
    }

    @Test
    void ourOwnClientsTokenAlwaysRefusedIsSystemic() throws IOException {
        try (ScriptedServer server = ScriptedServer.replying(UNAUTHORIZED);
                ApiBench bench = new ApiBench(server.baseUrl())) {
            SyncException failure = catchThrowableOfType(
                    SyncException.class, () -> bench.content().listing(ContentListing.CHAPTERS, "en"));
            assertThat(failure.kind()).isEqualTo(FailureKind.SYSTEMIC);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void redirectsAreNotFollowedWithCredentials() throws IOException {
        AtomicInteger stolen = new AtomicInteger();
        try (ScriptedServer elsewhere = new ScriptedServer(seen -> {
                    stolen.incrementAndGet();
                    return EMPTY;
                });
                ScriptedServer server =
                        ScriptedServer.replying(new Reply(307, Map.of("Location", elsewhere.baseUrl() + "/x"), ""));
                ApiBench bench = new ApiBench(server.baseUrl())) {
            assertThat(failure(bench).kind()).isEqualTo(FailureKind.PERMANENT);
            assertThat(stolen).hasValue(0);
        }
    }

    private static SyncException failure(ApiBench bench) {
        return catchThrowableOfType(
                SyncException.class,
                () -> bench.user().all(UserRequest.of("The listing of collections", "/v1/collections")));
    }
}
