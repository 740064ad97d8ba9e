package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.Secret;
import org.qfsync.store.Database;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.TestDatabase;
import org.qfsync.token.ScriptedAuthServer.Script;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Processes that share a database and an authorization server. This one is a process, too: it lets go of the database
 * before it starts another, because an H2 file has one owner.
 */
@Timeout(90)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TokenProcessRig {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration SHORT_LEASE = Duration.ofSeconds(2);
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @TempDir
    Path home;

    ScriptedAuthServer server;
    ProcessSettings settings;

    private DatabaseProperties database;
    private @Nullable Database opened;

    @SuppressWarnings("NullAway.Init")
    TokenProcessRig() {}

    /** A new, empty one. */
    abstract DatabaseProperties database(Path folder);

    @BeforeAll
    void prepareDatabase(@TempDir Path folder) {
        database = database(folder);
        TestDatabase.prepared(database).close();
    }

    @BeforeEach
    void startServer() throws IOException {
        server = new ScriptedAuthServer();
        settings = new ProcessSettings(database, server.url(), home, LEASE, DEADLINE);
        sql("DELETE FROM ops.user_grant").update();
        // Each test has a home of its own, and to each of them the database is a new one.
        sql("UPDATE ops.deployment SET custody_epoch = NULL").update();
    }

    @AfterEach
    void stopServer() {
        letGo();
        server.close();
    }

    /** For processes made from now on: one whose end a test can wait for. */
    void shortenLease() {
        settings = new ProcessSettings(settings.database(), settings.server(), home, SHORT_LEASE, DEADLINE);
    }

    TokenProcess process() {
        return process(settings);
    }

    TokenProcess process(ProcessSettings told) {
        letGo();
        return TokenProcess.start(TokenProcessMain.class, told.environment());
    }

    /** What the process that comes next does; it is this one. */
    <T> T here(Function<Tokens, T> deed) {
        try (ProcessParts parts = new ProcessParts(settings, opened())) {
            return deed.apply(parts.tokens());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    AccessToken tokenHere(String sub) {
        return here(tokens -> tokens.managerForStep().forUser(sub).current());
    }

    /** A user who consented; returns their refresh token. */
    String consented(String sub) {
        String refreshToken = server.rotation.consent(sub);
        boolean stored = here(tokens -> tokens.vault()
                .store(
                        sub,
                        new Secret(refreshToken),
                        Set.of("bookmark"),
                        Clock.systemUTC().instant()));
        assertThat(stored).isTrue();
        return refreshToken;
    }

    Grant grant(String sub) {
        return here(tokens -> tokens.vault().find(sub).orElseThrow());
    }

    /** The refresh token as it stands in the database. */
    String storedRefreshToken(String sub) {
        Grant grant = grant(sub);
        return new TokenSealer(
                        Keyset.open(settings.tokens(), false).aead(),
                        settings.client().endpoints().environment())
                .open(
                        grant.refreshToken().orElseThrow(),
                        TokenRig.CLIENT,
                        sub,
                        TokenSealer.Column.REFRESH_TOKEN,
                        grant.generation())
                .reveal();
    }

    /** The lease of whoever holds it ends now. */
    void endLease(String sub) {
        sql("UPDATE ops.user_grant SET lease_until = CURRENT_TIMESTAMP - INTERVAL '1' SECOND WHERE sub = ?")
                .param(sub)
                .update();
    }

    /** Does not answer before that moment. */
    static Script held(CountDownLatch release, Script answer) {
        return (call, out) -> {
            release.await();
            answer.answer(call, out);
        };
    }

    JdbcClient.StatementSpec sql(String statement) {
        return JdbcClient.create(opened().dataSource()).sql(statement);
    }

    private Database opened() {
        Database found = opened;
        if (found == null) {
            found = Database.open(database);
            opened = found;
        }
        return found;
    }

    private void letGo() {
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }
}
