package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.ReauthorizeException;
import org.qfsync.domain.Secret;
import org.qfsync.http.HttpProperties;
import org.qfsync.http.HttpTransport;
import org.qfsync.http.Json;
import org.qfsync.http.Pace;
import org.qfsync.http.RequestMeter;
import org.qfsync.http.ServerClock;
import org.qfsync.http.Sleeper;
import org.qfsync.sandbox.Sandbox;
import org.qfsync.sandbox.SandboxOptions;
import org.qfsync.store.Database;
import org.qfsync.testing.Scenario;
import org.qfsync.testing.TestDatabase;
import tools.jackson.databind.JsonNode;

/** Against an authorization server that we did not write for this test, and that forgives nothing. */
@Timeout(60)
class StrictSandboxTest {
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final TestTime time = TestTime.running();
    private final HttpTransport transport = HttpTransport.singleUse(
            DEADLINE, DEADLINE, DEADLINE, 64 * 1024, new RequestMeter(), new ServerClock(Clock.systemUTC()));

    @TempDir
    private Path home;

    private Sandbox sandbox;
    private Database database;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(SandboxOptions.defaults());
        database = TestDatabase.h2File(home);
    }

    @AfterEach
    void stop() throws IOException {
        database.close();
        sandbox.close();
        transport.close();
    }

    @ParameterizedTest
    @EnumSource
    void twoProcessesRefreshEveryUserForFiveNightsAndNoTokenIsUsedTwice(ClientType type) {
        List<Tokens> processes = List.of(process(type), process(type));
        List<JsonNode> consents = (type == ClientType.PUBLIC ? sandbox.publicConsentLines() : sandbox.consentLines())
                .map(line -> Json.mapper().readTree(line))
                .toList();
        assertThat(consents).hasSizeGreaterThan(20);
        consents.forEach(line -> processes
                .get(0)
                .vault()
                .store(
                        line.path("sub").stringValue(),
                        new Secret(line.path("refresh_token").stringValue()),
                        Set.of(line.path("scope").stringValue().split(" ", -1)),
                        Instant.parse("2026-01-01T00:00:00Z")));

        for (int night = 1; night <= 5; night++) {
            ConcurrencyContract.valuesOf(64, i -> {
                String sub = consents.get(i % consents.size()).path("sub").stringValue();
                Throwable failure = catchThrowable(
                        () -> processes.get(i % 2).managerForStep().forUser(sub).current());
                assertThat(failure == null || failure instanceof ReauthorizeException)
                        .as(String.valueOf(failure))
                        .isTrue();
                return sub;
            });
            time.pass(Duration.ofHours(2));
        }

        assertThat(sandbox.stats().refreshTokenReuses()).isZero();
        assertThat(processes.get(0).vault().list())
                .filteredOn(grant -> grant.state() == GrantState.ACTIVE)
                .hasSizeGreaterThan(20)
                .allMatch(grant -> grant.generation() == 5);
    }

    @Test
    @Scenario(4)
    void theAwkwardSecretOfTheSandboxAuthenticates() {
        assertThat(process(ClientType.CONFIDENTIAL).content().current().value()).isNotBlank();
        assertThat(sandbox.stats().tokenRequests()).isEqualTo(1);
    }

    private Tokens process(ClientType type) {
        TokenProperties properties = new TokenProperties(
                DEADLINE,
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                home.resolve("keyset.json"),
                Optional.empty(),
                home.resolve("spill"),
                home.resolve("custody.json"),
                TokenPolicy.defaults());
        boolean isPublic = type == ClientType.PUBLIC;
        return new Tokens(
                new ClientProperties(
                        new QfEndpoints(QfEnvironment.SANDBOX, sandbox.baseUrl(), sandbox.baseUrl()),
                        isPublic ? sandbox.publicClientId() : sandbox.clientId(),
                        type,
                        isPublic ? Optional.empty() : Optional.of(new Secret(sandbox.clientSecret()))),
                properties,
                new Tokens.Storage(
                        database.dataSource(), database::flushDurably, Keyset.open(properties, true), database.place()),
                new Tokens.Wire(transport, Pace.unlimited(32), HttpProperties.defaults()),
                new Tokens.Time(time, time, Sleeper.real(), new Random(1)));
    }
}
