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
import org.qfsync.domain.ReauthorizeException;
import org.qfsync.domain.Secret;
import org.qfsync.store.Database;
import org.qfsync.testing.IndependentAuthServer;
import org.qfsync.testing.TestBrowser;
import org.qfsync.testing.TestDatabase;
import org.qfsync.token.AccessToken;
import org.qfsync.token.AccessTokens;
import org.qfsync.token.Actor;
import org.qfsync.token.GrantState;
import org.springframework.jdbc.core.simple.JdbcClient;

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
        jdbc().sql("DELETE FROM ops.user_grant").update();
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
    void everyRefreshRotatesAndASpentTokenCostsThatGrantAlone() {
        consent("user-5");
        consent("user-6");
        AccessTokens user = rig.tokens.managerForStep().forUser("user-5");
        AccessToken first = user.current();
        byte[] spent = jdbc().sql("SELECT refresh_token_sealed FROM ops.user_grant WHERE sub = 'user-5'")
                .query(byte[].class)
                .single();
        AccessToken second = user.renew(first);
        assertThat(second.generation()).isEqualTo(2);
        assertThat(user.renew(second).generation()).isEqualTo(3);

        // As in a database that was restored behind our back.
        jdbc().sql("UPDATE ops.user_grant SET refresh_token_sealed = :spent, generation = 1,"
                        + " access_token_sealed = NULL, access_token_expires_at = NULL WHERE sub = 'user-5'")
                .param("spent", spent)
                .update();

        AccessTokens restored = rig.tokens.managerForStep().forUser("user-5");
        assertThatExceptionOfType(ReauthorizeException.class).isThrownBy(restored::current);
        assertThat(rig.tokens.vault().find("user-5").orElseThrow().state()).isEqualTo(GrantState.REAUTH_REQUIRED);
        assertThat(rig.tokens.managerForStep().forUser("user-6").current().generation())
                .isEqualTo(1);
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

    private void consent(String sub) {
        AuthorizationCodeFlow.Started login = rig.flow.begin(IndependentAuthServer.REDIRECT_URI, SCOPES);
        finish(login, new TestBrowser(sub).consent(login.authorizationUrl()));
    }

    private JdbcClient jdbc() {
        return JdbcClient.create(database.dataSource());
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
