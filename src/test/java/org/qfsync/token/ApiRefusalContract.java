package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qfsync.api.QfApi;
import org.qfsync.api.UserRequest;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.ReauthorizeException;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;
import org.qfsync.http.HttpProperties;
import org.qfsync.http.HttpTransport;
import org.qfsync.http.Pace;
import org.qfsync.http.PacedClient;
import org.qfsync.http.RequestMeter;
import org.qfsync.http.ServerClock;
import org.qfsync.store.Database;
import org.qfsync.testing.Scenario;

/** The API refuses a user's token: real requests with real tokens, both counted on the wire. */
abstract class ApiRefusalContract extends TokenRig {
    private static final UserRequest LISTING = UserRequest.of("The listing of collections", "/v1/collections");

    private static final String COLLECTIONS = "/auth/v1/collections";
    private static final ScriptedAuthServer.Script EMPTY =
            ScriptedAuthServer.json(200, "{\"success\":true,\"data\":[]}");
    private static final ScriptedAuthServer.Script UNAUTHORIZED = ScriptedAuthServer.json(
            401, "{\"message\":\"The request requires user authentication\",\"type\":\"unauthorized\"}");

    private HttpTransport pooled;
    private QfApi api;

    @SuppressWarnings("NullAway.Init")
    ApiRefusalContract(Function<Path, Database> kind) {
        super(kind);
    }

    @BeforeEach
    void connect() {
        HttpProperties properties = HttpProperties.defaults();
        Clock clock = Clock.systemUTC();
        pooled = HttpTransport.pooled(properties, new RequestMeter(), new ServerClock(clock));
        api = new QfApi(
                new QfEndpoints(QfEnvironment.SANDBOX, server.url(), server.url()),
                CLIENT,
                properties,
                new PacedClient(pooled, Pace.unlimited(8), clock),
                clock,
                new Random(1));
    }

    @AfterEach
    void disconnect() throws IOException {
        pooled.close();
    }

    @Test
    @Scenario(43)
    void anApiThatAlwaysAnswersUnauthorizedIsCalledTwiceAndCostsOneRefresh() {
        AccessTokens user = userWithAToken("a");
        server.answerAt(COLLECTIONS, UNAUTHORIZED);

        assertThatExceptionOfType(ReauthorizeException.class)
                .isThrownBy(() -> api.forUser(user).all(LISTING));

        assertThat(server.requestsTo(COLLECTIONS)).isEqualTo(2);
        assertThat(server.posts()).as("the first token, and one renewal").isEqualTo(2);
        assertThat(tokensShown()).hasSize(2).doesNotHaveDuplicates();
        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
    }

    @Test
    void aTokenThatTheApiRefusesOnceIsRenewedOnce() {
        AccessTokens user = userWithAToken("a");
        server.answerAt(COLLECTIONS, (call, out) -> {
            boolean first = server.requestsTo(COLLECTIONS) == 1;
            (first ? UNAUTHORIZED : EMPTY).answer(call, out);
        });

        assertThat(api.forUser(user).all(LISTING)).isEmpty();
        assertThat(server.requestsTo(COLLECTIONS)).isEqualTo(2);
        assertThat(server.posts()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"m\",\"type\":\"insufficient_scope\",\"success\":false}",
                "{\"message\":\"m\",\"type\":\"forbidden\",\"success\":false}",
                "<html>blocked</html>",
                "{\"error\":{\"code\":\"invalid_request\",\"message\":\"m\",\"details\":\"d\"}}"
            })
    @Scenario(44)
    void aForbiddenAnswerIsNotMetByARefresh(String body) {
        AccessTokens user = userWithAToken("a");
        server.answerAt(COLLECTIONS, ScriptedAuthServer.json(403, body));

        assertThatExceptionOfType(SyncException.class)
                .isThrownBy(() -> api.forUser(user).all(LISTING));

        assertThat(server.requestsTo(COLLECTIONS)).isEqualTo(1);
        assertThat(server.posts()).isEqualTo(1);
    }

    @Test
    @Scenario(44)
    void aForbiddenAnswerThatNamesTheTokenInvalidIsMetByOneRefresh() {
        AccessTokens user = userWithAToken("a");
        server.answerAt(
                COLLECTIONS,
                ScriptedAuthServer.json(403, "{\"message\":\"m\",\"type\":\"invalid_token\",\"success\":false}"));

        assertThatExceptionOfType(ReauthorizeException.class)
                .isThrownBy(() -> api.forUser(user).all(LISTING));

        assertThat(server.requestsTo(COLLECTIONS)).isEqualTo(2);
        assertThat(server.posts()).isEqualTo(2);
    }

    @Test
    @Scenario(47)
    void whereEveryUserIsUnauthorizedTheBreakerOpensAndRotationsStayBounded() {
        server.answerAt(COLLECTIONS, UNAUTHORIZED);
        TokenManager step = tokens.managerForStep();
        List<Throwable> failures = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            consented("user-" + i);
            AccessTokens user = step.forUser("user-" + i);
            Throwable failure = catchThrowable(() -> api.forUser(user).all(LISTING));
            if (failure instanceof ReauthorizeException) {
                step.refusedByApi();
            }
            failures.add(failure);
        }

        assertThat(failures.subList(0, 5)).allMatch(ReauthorizeException.class::isInstance);
        assertThat(failures.subList(5, 50)).allMatch(SystemicException.class::isInstance);
        assertThat(server.requestsTo(COLLECTIONS)).isEqualTo(10);
        assertThat(server.posts()).as("two for each of the first five").isEqualTo(10);
        assertThat(tokens.vault().list()).allMatch(grant -> grant.state() == GrantState.ACTIVE);
    }

    private AccessTokens userWithAToken(String sub) {
        consented(sub);
        AccessTokens user = tokens.managerForStep().forUser(sub);
        user.current();
        return user;
    }

    private List<String> tokensShown() {
        return server.calls().stream()
                .filter(call -> call.path().startsWith(COLLECTIONS))
                .map(call -> String.valueOf(call.headers().get("x-auth-token")))
                .toList();
    }
}
