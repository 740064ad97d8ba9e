package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.QfEndpoints;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Secret;
import org.qfsync.http.HttpProperties;
import org.qfsync.http.HttpTransport;
import org.qfsync.http.Pace;
import org.qfsync.http.RequestMeter;
import org.qfsync.http.ServerClock;
import org.qfsync.http.Sleeper;
import org.qfsync.store.Database;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The token module on a real database, against a scripted authorization server. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TokenRig {
    static final String CLIENT = "client-1";
    static final String SECRET = "CLIENTSECRETCLIENTSECRET";
    static final Duration LEASE = Duration.ofSeconds(3);
    static final Duration DEADLINE = Duration.ofMillis(1_500);
    /** Waits are cut short, so that no test takes the time that a night has. */
    static final Sleeper SHORT = wanted ->
            Sleeper.real().sleep(wanted.compareTo(Duration.ofMillis(20)) < 0 ? wanted : Duration.ofMillis(20));

    @TempDir
    Path home;

    ScriptedAuthServer server;
    TestTime time;
    FaultyDataSource database;
    Tokens tokens;

    private final Function<Path, Database> kind;
    private Database opened;
    private HttpTransport transport;

    @SuppressWarnings("NullAway.Init")
    TokenRig(Function<Path, Database> kind) {
        this.kind = kind;
    }

    @BeforeAll
    void openDatabase(@TempDir Path folder) {
        opened = kind.apply(folder);
    }

    @AfterAll
    void closeDatabase() {
        opened.close();
    }

    @BeforeEach
    void startServer() throws IOException {
        sql("DELETE FROM ops.user_grant").update();
        // Each test has a home of its own, and to each of them the database is a new one.
        sql("UPDATE ops.deployment SET custody_epoch = NULL").update();
        server = new ScriptedAuthServer();
        time = TestTime.running();
        database = new FaultyDataSource(opened.dataSource());
        transport = transport(deadline());
        tokens = process();
    }

    private static HttpTransport transport(Duration deadline) {
        return HttpTransport.singleUse(
                deadline,
                deadline.multipliedBy(2),
                deadline,
                64 * 1024,
                new RequestMeter(),
                new ServerClock(Clock.systemUTC()));
    }

    /** Processes made from now on wait so long for an answer. */
    void waitForAnswers(Duration deadline) throws IOException {
        transport.close();
        transport = transport(deadline);
    }

    @AfterEach
    void stopServer() throws IOException {
        database.bringBack();
        transport.close();
        server.close();
    }

    /** Of one request; longer where a test holds an answer back that must still count. */
    Duration deadline() {
        return DEADLINE;
    }

    /** What another process, or the same one after a restart, would build on the same database. */
    Tokens process() {
        return process(LEASE);
    }

    Tokens process(Duration lease) {
        return process(lease, time, time);
    }

    Tokens process(Duration lease, Clock clock, Ticker ticker) {
        return process(client(QfEnvironment.SANDBOX, server), lease, clock, ticker);
    }

    /** One that speaks for that client. */
    Tokens process(ClientProperties client, Duration lease, Clock clock, Ticker ticker) {
        return process(client, lease, clock, ticker, Keyset.open(properties(lease), true));
    }

    /** One with those keys. */
    Tokens process(Keyset keyset) {
        return process(client(QfEnvironment.SANDBOX, server), LEASE, time, time, keyset);
    }

    private Tokens process(ClientProperties client, Duration lease, Clock clock, Ticker ticker, Keyset keyset) {
        return process(client, lease, clock, ticker, keyset, opened.place());
    }

    /** One that finds the database at that place. */
    Tokens processAt(String place) {
        return process(
                client(QfEnvironment.SANDBOX, server), LEASE, time, time, Keyset.open(properties(LEASE), false), place);
    }

    private Tokens process(
            ClientProperties client, Duration lease, Clock clock, Ticker ticker, Keyset keyset, String place) {
        return new Tokens(
                client,
                properties(lease),
                new Tokens.Storage(database, opened::flushDurably, keyset, place),
                new Tokens.Wire(transport, Pace.unlimited(64), HttpProperties.defaults()),
                new Tokens.Time(clock, ticker, SHORT, new Random(1)));
    }

    static ClientProperties client(QfEnvironment environment, ScriptedAuthServer server) {
        return new ClientProperties(
                new QfEndpoints(environment, server.url(), server.url()),
                CLIENT,
                ClientType.CONFIDENTIAL,
                Optional.of(new Secret(SECRET)));
    }

    TokenProperties properties(Duration lease) {
        return new TokenProperties(
                DEADLINE,
                lease,
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                home.resolve("keyset.json"),
                Optional.empty(),
                home.resolve("spill"),
                home.resolve("custody.json"),
                TokenPolicy.defaults());
    }

    /** A user who consented; returns their refresh token. */
    String consented(String sub) {
        String refreshToken = server.rotation.consent(sub);
        assertThat(tokens.vault()
                        .store(sub, new Secret(refreshToken), Set.of("bookmark", "collection"), time.instant()))
                .isTrue();
        return refreshToken;
    }

    /** A process died after it claimed the grant: the row stands REFRESHING and its lease is over. */
    void abandonClaim(String sub, int replays) {
        sql("UPDATE ops.user_grant SET state = 'REFRESHING', lease_owner = 'dead', attempt_id = 'dead',"
                        + " lease_until = CURRENT_TIMESTAMP - INTERVAL '1' SECOND, replay_count = " + replays
                        + " WHERE sub = :sub")
                .param("sub", sub)
                .update();
    }

    /** The lease of whoever holds it ends now. */
    void endLease(String sub) {
        sql("UPDATE ops.user_grant SET lease_until = CURRENT_TIMESTAMP - INTERVAL '1' SECOND WHERE sub = :sub")
                .param("sub", sub)
                .update();
    }

    AccessToken current(Tokens of, String sub) {
        return of.managerForStep().forUser(sub).current();
    }

    Grant grant(String sub) {
        return tokens.vault().find(sub).orElseThrow();
    }

    /** The refresh token as it stands in the database. */
    String storedRefreshToken(String sub) {
        return sealer().open(
                        grant(sub).refreshToken().orElseThrow(),
                        CLIENT,
                        sub,
                        TokenSealer.Column.REFRESH_TOKEN,
                        grant(sub).generation())
                .reveal();
    }

    TokenSealer sealer() {
        return new TokenSealer(Keyset.open(properties(LEASE), false).aead(), QfEnvironment.SANDBOX);
    }

    Map<String, @Nullable Object> row(String sub, String columns) {
        return sql("SELECT " + columns + " FROM ops.user_grant WHERE sub = :sub")
                .param("sub", sub)
                .query()
                .singleRow();
    }

    /** Past the faults. */
    StatementSpec sql(String statement) {
        return JdbcClient.create(opened.dataSource()).sql(statement);
    }

    Database opened() {
        return opened;
    }
}
