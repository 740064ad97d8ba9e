package org.qfsync.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.Secret;
import org.qfsync.store.Database;
import org.qfsync.testing.IndependentAuthServer;
import org.qfsync.testing.TestBrowser;
import org.qfsync.testing.TestDatabase;
import org.qfsync.token.Actor;
import org.qfsync.token.GrantState;

/** Consent at an authorization server that was not written by us. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IndependentServerTest {
    private static final Set<String> SCOPES = LoginProperties.DEFAULT_SCOPES;

    private final IndependentAuthServer server = IndependentAuthServer.start();
    private Database database;
    private LoginRig rig;

    @BeforeAll
    void open(@TempDir Path folder) {
        database = TestDatabase.h2File(folder);
    }

    @BeforeEach
    void begin(@TempDir Path home) {
        org.springframework.jdbc.core.simple.JdbcClient.create(database.dataSource())
                .sql("DELETE FROM ops.user_grant")
                .update();
        rig = new LoginRig(
                server.baseUrl(),
                database,
                home,
                IndependentAuthServer.CLIENT,
                Optional.of(IndependentAuthServer.SECRET));
    }

    @AfterEach
    void end() {
        rig.close();
    }

    @AfterAll
    void close() {
        database.close();
        server.close();
    }

    @Test
    void aConsentBecomesAGrantWhoseTokensWork() {
        AuthorizationCodeFlow.Started login = rig.flow.begin(IndependentAuthServer.REDIRECT_URI, SCOPES);

        Consented consented = finish(login, new TestBrowser("user-1").consent(login.authorizationUrl()));

        assertThat(consented).isEqualTo(new Consented("user-1", SCOPES, Set.of()));
        assertThat(rig.tokens.vault().find("user-1")).hasValueSatisfying(grant -> {
            assertThat(grant.state()).isEqualTo(GrantState.ACTIVE);
            assertThat(grant.scopes()).isEqualTo(SCOPES);
        });
        assertThat(rig.tokens.managerForStep().forUser("user-1").current().value())
                .isNotBlank();
        assertThat(rig.tokens.vault().find("user-1").orElseThrow().generation()).isEqualTo(1);
    }

    @Test
    void whatTheUserDidNotGrantIsNamedWithTheDatasetsThatAreOff() {
        AuthorizationCodeFlow.Started login = rig.flow.begin(IndependentAuthServer.REDIRECT_URI, SCOPES);

        Consented consented = finish(
                login,
                new TestBrowser("user-2").consentTo(login.authorizationUrl(), Set.of("offline_access", "bookmark")));

        assertThat(consented.missing()).containsExactly("collection");
        assertThat(consented.datasetsOff()).containsExactly(Dataset.COLLECTIONS, Dataset.COLLECTION_ITEMS);
    }

    @Test
    void aCodeIsGoodForOneExchange() {
        AuthorizationCodeFlow.Started login = rig.flow.begin(IndependentAuthServer.REDIRECT_URI, SCOPES);
        URI back = new TestBrowser("user-3").consent(login.authorizationUrl());
        finish(login, back);

        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> finish(login, back))
                .withMessage("Failed to exchange authorization code for tokens: this login is not known here");
    }

    @Test
    void aWrongVerifierIsRefused() {
        AuthorizationCodeFlow.Started login = rig.flow.begin(IndependentAuthServer.REDIRECT_URI, SCOPES);
        URI back = new TestBrowser("user-4").consent(login.authorizationUrl());

        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> rig.flow.exchange(
                        code(back),
                        new Secret("v".repeat(43)),
                        IndependentAuthServer.REDIRECT_URI,
                        Actor.application("app")))
                .withMessageStartingWith(
                        "Failed to exchange authorization code for tokens: sandbox POST /oauth2/token answered 400 invalid_grant");
        assertThat(rig.tokens.vault().find("user-4")).isEmpty();
    }

    private Consented finish(AuthorizationCodeFlow.Started login, URI back) {
        assertThat(back.toString()).startsWith(IndependentAuthServer.REDIRECT_URI.toString());
        assertThat(TestBrowser.query(back)).containsEntry("state", login.state());
        return rig.flow.finish(login.state(), code(back), Actor.operator());
    }

    private static Secret code(URI back) {
        return new Secret(TestBrowser.query(back).getOrDefault("code", ""));
    }
}
