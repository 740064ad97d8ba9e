package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.ReauthorizeException;
import org.qfsync.domain.SystemicException;
import org.qfsync.domain.TransientException;
import org.qfsync.store.Database;
import org.qfsync.testing.Scenario;

/** A grant that nobody uses is not forgotten by the server. */
abstract class KeepAliveContract extends TokenRig {
    private static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "amina");

    KeepAliveContract(Function<Path, Database> kind) {
        super(kind);
    }

    @Test
    @Scenario(8)
    void aGrantIdleForTenDaysIsKeptAlive() {
        consented("a");
        time.pass(Duration.ofDays(10).minusMinutes(1));
        assertThat(tokens.keepAlive().due()).isEmpty();
        time.pass(Duration.ofMinutes(1));
        consented("fresh");
        assertThat(tokens.keepAlive().due()).containsExactly("a");

        tokens.keepAlive().refresh("a");

        assertThat(grant("a").generation()).isEqualTo(1);
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
        assertThat(grant("a").lastUsedAt()).as("nobody used it").isEmpty();
        assertThat(tokens.keepAlive().due()).isEmpty();
        assertThat(tokens.keepAlive().refreshes()).isEqualTo(1);
    }

    @Test
    void aPausedGrantStaysPausedWithItsNewTokens() {
        consented("a");
        tokens.lifecycle().pause("a", OPERATOR);
        time.pass(Duration.ofDays(11));

        tokens.keepAlive().refresh("a");

        assertThat(grant("a").state()).isEqualTo(GrantState.PAUSED);
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
        assertThatExceptionOfType(ReauthorizeException.class).isThrownBy(() -> current(tokens, "a"));
        tokens.lifecycle().resume("a", OPERATOR);
        assertThat(current(tokens, "a").generation()).isEqualTo(1);
        assertThat(server.posts()).isEqualTo(1);
    }

    @Test
    void aPausedGrantInDoubtIsRecoveredWithoutWaitingForTenDays() {
        consented("a");
        consented("b");
        abandonClaim("a", 0);
        tokens.lifecycle().pause("a", OPERATOR);
        tokens.lifecycle().pause("b", OPERATOR);
        assertThat(tokens.keepAlive().due()).containsExactly("a");

        tokens.keepAlive().refresh("a");

        assertThat(grant("a").state()).isEqualTo(GrantState.PAUSED);
        assertThat(grant("a").generation()).isEqualTo(1);
        assertThat(tokens.keepAlive().due()).isEmpty();
    }

    @Test
    void aPauseDuringTheKeepingAliveStands() {
        consented("a");
        time.pass(Duration.ofDays(10));
        server.answerOnce((call, out) -> {
            tokens.lifecycle().pause("a", OPERATOR);
            server.strict(call, out);
        });

        tokens.keepAlive().refresh("a");

        assertThat(grant("a").state()).isEqualTo(GrantState.PAUSED);
        assertThat(grant("a").generation()).isEqualTo(1);
    }

    @Test
    void whatCannotOrMustNotBeUsedIsNotDue() {
        for (String sub : List.of("quarantined", "withdrawn", "refused")) {
            consented(sub);
        }
        server.answerOnce(ScriptedAuthServer.json(400, "{\"error\":\"invalid_grant\"}"));
        assertThat(catchThrowable(() -> current(tokens, "refused"))).isInstanceOf(ReauthorizeException.class);
        tokens.lifecycle().disconnect("withdrawn", OPERATOR, time.instant());
        tokens.lifecycle().quarantineAll(Actor.program("keys"), "restored");
        time.pass(Duration.ofDays(20));

        assertThat(tokens.keepAlive().due()).isEmpty();
        for (String sub : List.of("quarantined", "withdrawn", "refused", "nobody")) {
            tokens.keepAlive().refresh(sub);
        }
        assertThat(server.posts()).isEqualTo(1);
    }

    @Test
    void twoProcessesKeepAGrantAliveWithOnePost() {
        consented("a");
        time.pass(Duration.ofDays(10));
        List<Tokens> processes = List.of(tokens, process());
        server.answerOnce((call, out) -> {
            Thread.sleep(150);
            server.strict(call, out);
        });

        ConcurrencyContract.valuesOf(16, i -> {
            processes.get(i % 2).keepAlive().refresh("a");
            return "";
        });

        assertThat(server.posts()).isEqualTo(1);
        assertThat(grant("a").generation()).isEqualTo(1);
    }

    @Test
    void aFailureIsRecordedInTheGrantAndRests() {
        consented("a");
        time.pass(Duration.ofDays(10));
        server.answerOnce(ScriptedAuthServer.json(400, "{\"error\":\"access_denied\"}"));

        assertThatExceptionOfType(TransientException.class)
                .isThrownBy(() -> tokens.keepAlive().refresh("a"));
        assertThatExceptionOfType(TransientException.class)
                .isThrownBy(() -> tokens.keepAlive().refresh("a"));

        assertThat(grant("a").standing(time.instant())).isEqualTo(GrantState.BACKING_OFF);
        assertThat(grant("a").lastErrorCode()).contains("access_denied");
        assertThat(grant("a").lastErrorStatus()).contains(400);
        assertThat(server.posts()).isEqualTo(1);
    }

    @Test
    void aRefusedClientOpensTheBreaker() {
        consented("a");
        consented("b");
        time.pass(Duration.ofDays(10));
        server.answerOnce(ScriptedAuthServer.json(401, "{\"error\":\"invalid_client\"}"));

        for (String sub : List.of("a", "b")) {
            assertThatExceptionOfType(SystemicException.class)
                    .isThrownBy(() -> tokens.keepAlive().refresh(sub));
            assertThat(grant(sub).standing(time.instant())).isEqualTo(GrantState.ACTIVE);
        }
        assertThat(server.posts()).isEqualTo(1);
    }

    @Test
    void aRunNotesThatItUsedTheGrantOnceADay() {
        consented("a");
        assertThat(grant("a").lastUsedAt()).isEmpty();

        current(tokens, "a");
        Instant first = grant("a").lastUsedAt().orElseThrow();
        current(process(), "a");
        assertThat(grant("a").lastUsedAt()).contains(first);

        tokens.keepAlive().refresh("a");
        time.pass(Duration.ofDays(12));
        tokens.keepAlive().refresh("a");
        assertThat(grant("a").lastUsedAt()).contains(first);
        current(process(), "a");
        assertThat(grant("a").lastUsedAt().orElseThrow()).isAfter(first.plus(Duration.ofDays(11)));
        assertThat(server.posts()).isEqualTo(2);
    }
}
