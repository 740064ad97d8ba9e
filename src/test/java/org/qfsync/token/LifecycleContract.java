package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.ReauthorizeException;
import org.qfsync.store.Database;

/** Pause and quarantine. */
abstract class LifecycleContract extends TokenRig {
    private static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "amina");

    LifecycleContract(Function<Path, Database> kind) {
        super(kind);
    }

    @Test
    void aPausedUserIsNotRefreshedAndComesBackAsTheyWere() {
        String refreshToken = consented("a");

        assertThat(tokens.lifecycle().pause("a", OPERATOR)).isTrue();
        assertThat(tokens.lifecycle().pause("a", OPERATOR)).isFalse();
        assertThat(grant("a").state()).isEqualTo(GrantState.PAUSED);
        assertThatExceptionOfType(ReauthorizeException.class).isThrownBy(() -> current(tokens, "a"));
        assertThat(server.posts()).isZero();

        assertThat(tokens.lifecycle().resume("a", OPERATOR)).isTrue();
        assertThat(tokens.lifecycle().resume("a", OPERATOR)).isFalse();
        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
        assertThat(storedRefreshToken("a")).isEqualTo(refreshToken);
        assertThat(events("a")).endsWith(AuditEvent.PAUSED, AuditEvent.RESUMED);
    }

    @Test
    void aDoubtOutlivesAPause() {
        consented("a");
        abandonClaim("a", 0);

        assertThat(tokens.lifecycle().pause("a", OPERATOR)).isTrue();
        tokens.vault().recoverAbandoned();
        assertThat(grant("a").state()).isEqualTo(GrantState.PAUSED);

        tokens.lifecycle().resume("a", OPERATOR);
        assertThat(grant("a").state()).isEqualTo(GrantState.IN_DOUBT);
    }

    @Test
    void whoMustConsentAgainCannotBePaused() {
        consented("a");
        server.answerOnce(ScriptedAuthServer.json(400, "{\"error\":\"invalid_grant\"}"));
        assertThatExceptionOfType(ReauthorizeException.class).isThrownBy(() -> current(tokens, "a"));

        assertThat(tokens.lifecycle().pause("a", OPERATOR)).isFalse();
        assertThat(tokens.lifecycle().pause("nobody", OPERATOR)).isFalse();
        assertThat(grant("a").state()).isEqualTo(GrantState.REAUTH_REQUIRED);
    }

    @Test
    void whatIsInQuarantineIsNotUsedUntilItIsReleased() {
        consented("a");
        consented("b");
        consented("c");
        tokens.lifecycle().pause("c", OPERATOR);

        assertThat(tokens.lifecycle().quarantineAll(Actor.program("keys"), "the database was restored"))
                .isEqualTo(3);
        assertThat(tokens.lifecycle().quarantineAll(Actor.program("keys"), "again"))
                .isZero();
        for (String sub : List.of("a", "b", "c")) {
            assertThat(grant(sub).state()).isEqualTo(GrantState.QUARANTINED);
            assertThatExceptionOfType(ReauthorizeException.class).isThrownBy(() -> current(tokens, sub));
        }
        assertThat(server.calls()).isEmpty();

        assertThat(tokens.lifecycle().release(Optional.of("a"), OPERATOR)).isEqualTo(1);
        assertThat(grant("b").state()).isEqualTo(GrantState.QUARANTINED);
        assertThat(tokens.lifecycle().release(Optional.empty(), OPERATOR)).isEqualTo(2);
        assertThat(grant("c").state()).isEqualTo(GrantState.PAUSED);
        assertThat(events("a")).endsWith(AuditEvent.QUARANTINED, AuditEvent.RELEASED);
        assertThat(current(tokens, "a").generation()).isEqualTo(1);
    }

    @Test
    void aTokenThatWasSpentElsewhereIsNotPresentedAfterItsReleaseWhereTheServerCanBeAsked() {
        server.rotation.rotate(consented("a"));
        tokens.lifecycle().quarantineAll(Actor.program("keys"), "restored");
        tokens.lifecycle().release(Optional.empty(), OPERATOR);
        server.introspectWith(ScriptedAuthServer.json(200, "{\"active\":false}"));

        assertThatExceptionOfType(ReauthorizeException.class).isThrownBy(() -> current(tokens, "a"));

        assertThat(server.posts()).isZero();
        assertThat(events("a")).endsWith(AuditEvent.REAUTH_REQUIRED);
    }

    @Test
    void aNewConsentEndsPauseAndQuarantine() {
        consented("a");
        tokens.lifecycle().pause("a", OPERATOR);
        tokens.lifecycle().quarantineAll(Actor.program("keys"), "restored");
        time.pass(Duration.ofSeconds(1));

        consented("a");

        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
        assertThat(current(tokens, "a").generation()).isEqualTo(2);
    }

    @Test
    void aGrantLapsesALifetimeAfterItsLastRotation() {
        consented("a");
        Instant consent = grant("a").obtainedAt().orElseThrow();
        Duration month = Duration.ofDays(30);
        assertThat(grant("a").lapsesAt(month)).contains(consent.plus(month));

        time.pass(Duration.ofDays(9));
        current(tokens, "a");

        assertThat(grant("a").lapsesAt(month).orElseThrow()).isAfter(consent.plus(Duration.ofDays(39)));
        tokens.lifecycle().disconnect("a", OPERATOR, time.instant());
        assertThat(grant("a").lapsesAt(month)).isEmpty();
    }

    private List<AuditEvent> events(String sub) {
        return tokens.audit().of(sub).stream().map(AuditEntry::event).toList();
    }
}
