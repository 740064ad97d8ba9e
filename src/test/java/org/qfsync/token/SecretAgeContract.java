package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SystemicException;
import org.qfsync.store.Database;

/** How long a client secret has been in use, as the database remembers it. */
abstract class SecretAgeContract extends TokenRig {
    private static final Duration WARN_AFTER = Duration.ofDays(90);

    SecretAgeContract(Function<Path, Database> kind) {
        super(kind);
    }

    @BeforeEach
    void forget() {
        sql("DELETE FROM ops.client_secret").update();
    }

    @Test
    void aSecretIsAsOldAsTheDayOnWhichTheServerFirstAcceptedIt() {
        tokens.content().current();
        SecretAge.Age first = tokens.secretAge().note().orElseThrow();
        time.pass(WARN_AFTER.minusSeconds(1));

        SecretAge.Age later = afterAnotherToken(process());

        assertThat(first.fingerprint()).isEqualTo(Fingerprint.of(SECRET));
        assertThat(later.firstSeenAt()).isEqualTo(first.firstSeenAt());
        assertThat(later.age()).isGreaterThanOrEqualTo(Duration.ofDays(89));
        assertThat(later.due()).isFalse();
        assertThat(rows()).containsExactly(Fingerprint.of(SECRET));
    }

    @Test
    void aSecretInUseForNinetyDaysIsWarnedAboutWithWhatToDo() {
        afterAnotherToken(tokens);
        assertThat(tokens.secretAge().warning()).isEmpty();

        time.pass(WARN_AFTER);

        assertThat(afterAnotherToken(tokens).due()).isTrue();
        assertThat(tokens.secretAge().warning())
                .hasValueSatisfying(words -> assertThat(words)
                        .contains(Fingerprint.of(SECRET), "90 days", "--candidate-secret-file")
                        .doesNotContain(SECRET));
    }

    @Test
    void aNewSecretStartsAtZeroAndOneThatCameBackIsAsOldAsItWas() {
        afterAnotherToken(tokens);
        time.pass(WARN_AFTER);

        assertThat(afterAnotherToken(with("another")).due()).isFalse();
        assertThat(afterAnotherToken(tokens).due()).isTrue();
        assertThat(rows()).containsExactlyInAnyOrder(Fingerprint.of(SECRET), Fingerprint.of("another"));
    }

    @Test
    void whatTheServerDidNotAcceptIsNotWrittenDown() {
        Tokens wrong = with("wrong");
        server.answerOnce(ScriptedAuthServer.json(401, "{\"error\":\"invalid_client\"}"));
        assertThat(catchThrowable(() -> wrong.content().current())).isInstanceOf(SystemicException.class);

        assertThat(wrong.secretAge().note()).isEmpty();
        assertThat(wrong.secretAge().warning()).isEmpty();
        assertThat(rows()).isEmpty();
    }

    @Test
    void aRefreshOfAUserProvesTheSecretAsWell() {
        consented("proof");
        current(tokens, "proof");

        assertThat(tokens.secretAge().note()).isPresent();
    }

    @Test
    void howeverManyProcessesSeeANewSecretItIsAuditedOnce() {
        String secret = "seen by many " + System.nanoTime();
        List<Tokens> processes = List.of(with(secret), with(secret), with(secret), with(secret));
        processes.forEach(process -> process.content().current());

        ConcurrencyContract.valuesOf(
                processes.size(), i -> "" + processes.get(i).secretAge().note().isPresent());

        assertThat(rows()).containsExactly(Fingerprint.of(secret));
        assertThat(tokens.audit().newest(50))
                .filteredOn(entry -> entry.detail().equals("fingerprint " + Fingerprint.of(secret)))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.event()).isEqualTo(AuditEvent.SECRET_SEEN);
                    assertThat(entry.userFingerprint()).isEmpty();
                });
    }

    private Tokens with(String secret) {
        ClientProperties usual = client(QfEnvironment.SANDBOX, server);
        ClientProperties client = new ClientProperties(
                usual.endpoints(), usual.clientId(), usual.type(), Optional.of(new Secret(secret)));
        return process(client, LEASE, time, time);
    }

    private SecretAge.Age afterAnotherToken(Tokens of) {
        of.content().current();
        return of.secretAge().note().orElseThrow();
    }

    private List<String> rows() {
        return sql("SELECT fingerprint FROM ops.client_secret WHERE client_id = '" + CLIENT + "'")
                .query(String.class)
                .list();
    }
}
