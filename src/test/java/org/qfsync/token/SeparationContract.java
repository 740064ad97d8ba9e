package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Secret;
import org.qfsync.store.Database;
import org.qfsync.testing.Scenario;

/** What belongs to one environment is never used in the other, not even where everything else is the same. */
abstract class SeparationContract extends TokenRig {
    private ScriptedAuthServer elsewhere;
    private Tokens prelive;
    private Tokens production;

    @SuppressWarnings("NullAway.Init")
    SeparationContract(Function<Path, Database> kind) {
        super(kind);
    }

    @BeforeEach
    void startBoth() throws IOException {
        elsewhere = new ScriptedAuthServer();
        prelive = process(client(QfEnvironment.PRELIVE, server), LEASE, time, time);
        production = process(client(QfEnvironment.PRODUCTION, elsewhere), LEASE, time, time);
    }

    @AfterEach
    void stopTheOther() {
        elsewhere.close();
    }

    @Test
    @Scenario(6)
    void preliveAndProductionNeverCross() {
        store(prelive, server, "early");
        store(production, elsewhere, "late");
        Set<String> values = Stream.of(
                        current(prelive, "early").value(),
                        current(production, "late").value(),
                        prelive.content().current().value(),
                        production.content().current().value())
                .collect(java.util.stream.Collectors.toSet());

        assertThat(values).as("each cache of its own").hasSize(4);
        assertThat(server.posts()).isEqualTo(2);
        assertThat(elsewhere.posts()).isEqualTo(2);
        assertThat(refreshTokensSeenBy(server)).noneMatch(refreshTokensSeenBy(elsewhere)::contains);
    }

    /** The same client id, the same user, the same keys, and the row of the one found by the other. */
    @Test
    @Scenario(6)
    void aGrantOfPreliveThatProductionFindsIsNotPresentedAnywhere() {
        store(prelive, server, "a");

        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> current(production, "a"))
                .satisfies(e -> assertThat(e.code()).isEqualTo("token_unreadable"));

        assertThat(elsewhere.connections()).isZero();
        assertThat(server.connections()).isZero();
        assertThat(current(prelive, "a").generation()).as("unharmed").isEqualTo(1);
    }

    @Test
    @Scenario(6)
    void anAccessTokenOfPreliveIsNotHandedOutInProduction() {
        store(prelive, server, "a");
        current(prelive, "a");

        assertThatExceptionOfType(PermanentException.class).isThrownBy(() -> current(production, "a"));
        assertThat(elsewhere.connections()).isZero();
    }

    private void store(Tokens of, ScriptedAuthServer at, String sub) {
        // Refresh tokens of the two servers must not be equal by chance.
        if (at == elsewhere) {
            at.rotation.next("skipped");
        }
        of.vault().store(sub, new Secret(at.rotation.consent(sub)), Set.of("bookmark"), time.instant());
    }

    private static Set<String> refreshTokensSeenBy(ScriptedAuthServer server) {
        return server.calls().stream()
                .flatMap(call -> Optional.ofNullable(call.form().get("refresh_token")).stream())
                .collect(java.util.stream.Collectors.toSet());
    }
}
