package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.InvalidSettingsException;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Secret;
import org.qfsync.domain.SystemicException;
import org.qfsync.store.Database;
import org.qfsync.testing.Scenario;
import org.qfsync.token.KeyRotation.Retired;
import org.qfsync.token.KeyRotation.Rotated;
import org.qfsync.token.KeyRotation.Step;
import org.qfsync.token.KeysetStatus.KeyUse;
import org.qfsync.token.TokenSealer.Column;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** Keys change while grants are in use, by several processes, and no token is lost to it. */
abstract class KeyRotationContract extends TokenRig {
    private static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "amina");

    KeyRotationContract(Function<Path, Database> kind) {
        super(kind);
    }

    @BeforeEach
    void beginWithTheKeysetOfThisDatabase() {
        sql("UPDATE ops.deployment SET keyset_fingerprint = NULL, keyset_since = NULL")
                .update();
        tokens = process(gate().open(file()));
    }

    @Test
    void aRotationSealsEverythingAnewAndThenTheOldKeyCanBeTakenOut() {
        consented("a");
        String refreshToken = consented("b");
        current(tokens, "a");
        String old = tokens.keys().status().primary();

        Rotated rotated = tokens.keys().rotate(Optional.empty(), OPERATOR);

        assertThat(rotated.step()).isEqualTo(Step.ROTATED);
        assertThat(rotated.resealed())
                .as("two refresh tokens and an access token")
                .isEqualTo(3);
        assertThat(rotated.unreadable()).isZero();
        KeysetStatus status = tokens.keys().status();
        assertThat(status.keys())
                .containsExactly(new KeyUse(rotated.primary(), true, 2, 1, 0), new KeyUse(old, false, 0, 0, 0));
        assertThat(status.recorded()).contains(rotated.primary()).isNotEqualTo(Optional.of(old));
        assertThat(status.unknown()).isZero();
        assertThat(storedRefreshToken("b")).isEqualTo(refreshToken);

        letTimePass();
        Retired retired = tokens.keys().retire(Optional.empty(), OPERATOR);

        assertThat(retired.step()).isEqualTo(Step.RETIRED);
        assertThat(retired.fingerprints()).containsExactly(old);
        assertThat(Keyset.open(file(), false).fingerprints()).containsExactly(rotated.primary());
        assertThat(current(process(gate().open(file())), "b").generation()).isEqualTo(1);
        assertThat(tokens.audit().newest(2))
                .extracting(AuditEntry::event)
                .containsExactly(AuditEvent.KEY_RETIRED, AuditEvent.KEYS_ROTATED);
        assertThat(tokens.keys().retire(Optional.empty(), OPERATOR).step()).isEqualTo(Step.NOTHING_TO_DO);
    }

    @Test
    void aRotationThatWasKilledBeforeTheDatabaseKnewIsFinishedByTheNextAndMakesNoFurtherKey() throws IOException {
        consented("a");
        Keyset killed = Keyset.open(file(), false);
        killed.replace(killed.keys().withFreshPrimary());

        Tokens restarted = process(gate().open(file()));
        assertThat(restarted.keys().status().isRotating()).isTrue();
        assertThat(restarted.keys().retire(Optional.empty(), OPERATOR).step()).isEqualTo(Step.UNFINISHED);
        Rotated rotated = restarted.keys().rotate(Optional.empty(), OPERATOR);

        assertThat(rotated).isEqualTo(new Rotated(Step.FINISHED, killed.fingerprint(), 1, 0));
        assertThat(restarted.keys().status().keys()).hasSize(2);
        assertThat(restarted.keys().status().isRotating()).isFalse();
    }

    @Test
    @Scenario(49)
    void whatTheOldKeySealedIsReadableAndTheNextSaveUsesThePrimary() throws IOException {
        consented("a");
        String old = tokens.keys().status().primary();
        Keyset elsewhere = Keyset.open(file(), false);
        elsewhere.replace(elsewhere.keys().withFreshPrimary());
        assertThat(used(old)).as("nothing was sealed anew").isEqualTo(1);

        Tokens restarted = process(gate().open(file()));
        assertThat(current(restarted, "a").generation()).isEqualTo(1);

        assertThat(restarted.keys().status().keys())
                .containsExactly(new KeyUse(elsewhere.fingerprint(), true, 1, 1, 0), new KeyUse(old, false, 0, 0, 0));
    }

    @Test
    void aRotationThatWasKilledAmongTheRowsIsFinishedByTheNext() {
        List<String> subs = IntStream.range(0, 220).mapToObj(i -> "user-" + i).toList();
        subs.forEach(this::consented);
        String old = tokens.keys().status().primary();
        database.beforeNextCommit(() -> database.beforeNextCommit(() -> database.beforeNextCommit(() -> {
            throw new IllegalStateException("killed");
        })));

        assertThat(catchThrowable(() -> tokens.keys().rotate(Optional.empty(), OPERATOR)))
                .isNotNull();
        assertThat(used(old)).as("one page of 100 was committed").isEqualTo(120);
        Rotated rotated = process(gate().open(file())).keys().rotate(Optional.empty(), OPERATOR);

        assertThat(rotated.step()).isEqualTo(Step.FINISHED);
        assertThat(rotated.resealed()).isEqualTo(120);
        assertThat(used(old)).isZero();
        assertThat(tokens.keys().status().keys()).hasSize(2);
    }

    @Test
    void refreshesInAnotherProcessGoOnWhileTheKeysAreRotatedTwice() {
        List<String> subs = IntStream.range(0, 25).mapToObj(i -> "user-" + i).toList();
        subs.forEach(this::consented);
        Tokens daemon = process(Keyset.open(file(), false));

        CompletableFuture<Void> refreshes = CompletableFuture.runAsync(() -> subs.forEach(sub -> current(daemon, sub)));
        String first = tokens.keys().rotate(Optional.empty(), OPERATOR).primary();
        tokens.keys().rotate(Optional.empty(), OPERATOR);
        refreshes.join();
        if (tokens.keys().status().isRotating()) {
            // What the daemon had just sealed when the key changed.
            tokens.keys().rotate(Optional.empty(), OPERATOR);
        }

        assertThat(used(first)).isZero();
        assertThat(subs).allSatisfy(sub -> {
            assertThat(grant(sub).generation()).isEqualTo(1);
            assertThat(server.rotation.isCurrent(storedRefreshToken(sub))).isTrue();
        });
        assertThat(server.posts()).isEqualTo(25);
    }

    @Test
    void aProcessThatStartedWithTheOldKeysReadsAndWritesWithTheNewOne() {
        consented("a");
        consented("b");
        Tokens daemon = process(Keyset.open(file(), false));

        String fresh = tokens.keys().rotate(Optional.empty(), OPERATOR).primary();

        assertThat(current(daemon, "a").generation()).isEqualTo(1);
        assertThat(tokens.keys().status().keys()).contains(new KeyUse(fresh, true, 2, 1, 0));
    }

    @Test
    void aGrantThatChangesWhileItIsSealedAnewKeepsTheChange() {
        consented("rotated");
        consented("withdrawn");
        Keyset keyset = Keyset.open(file(), false);
        SealedValues values = new SealedValues(
                JdbcClient.create(opened().dataSource()),
                new GrantTransaction(new DataSourceTransactionManager(opened().dataSource()), opened()::flushDurably),
                new TokenSealer(new Interrupted(keyset, this::changeBoth), QfEnvironment.SANDBOX));

        SealedValues.Resealed resealed = values.reseal("00000000");

        assertThat(resealed).isEqualTo(new SealedValues.Resealed(0, 0));
        assertThat(grant("rotated").generation()).isEqualTo(1);
        assertThat(server.rotation.isCurrent(storedRefreshToken("rotated"))).isTrue();
        assertThat(grant("withdrawn").refreshToken()).isEmpty();
    }

    private void changeBoth() {
        if (grant("rotated").generation() == 0) {
            current(tokens, "rotated");
            tokens.lifecycle().disconnect("withdrawn", OPERATOR, time.instant());
        }
    }

    @Test
    void anOldKeyStaysWhileASpillFileNeedsIt() {
        consented("a");
        server.answerOnce((call, out) -> {
            database.takeDown();
            server.strict(call, out);
        });
        assertThat(catchThrowable(() -> current(tokens, "a"))).isInstanceOf(SystemicException.class);
        database.bringBack();
        String old = tokens.keys().status().primary();
        tokens.keys().rotate(Optional.empty(), OPERATOR);
        letTimePass();

        Retired refused = tokens.keys().retire(Optional.empty(), OPERATOR);

        assertThat(refused.step()).isEqualTo(Step.NEEDED);
        assertThat(refused.before().keys()).contains(new KeyUse(old, false, 0, 0, 2));
        assertThat(Keyset.open(file(), false).fingerprints()).contains(old);

        endLease("a");
        assertThat(tokens.vault().recoverAbandoned()).isEqualTo(1);
        assertThat(tokens.keys().retire(Optional.empty(), OPERATOR).step())
                .as("what came home is sealed with the old key")
                .isEqualTo(Step.NEEDED);
        assertThat(tokens.keys().rotate(Optional.empty(), OPERATOR).step()).isEqualTo(Step.FINISHED);
        assertThat(tokens.keys().retire(Optional.empty(), OPERATOR).step()).isEqualTo(Step.RETIRED);
        assertThat(server.rotation.isCurrent(storedRefreshToken("a"))).isTrue();
    }

    @Test
    void anOldKeyIsNotTakenOutWhileAProcessMayStillBeSavingWhatItSealed() {
        consented("a");
        String old = tokens.keys().status().primary();
        tokens.keys().rotate(Optional.empty(), OPERATOR);

        assertThat(tokens.keys().retire(Optional.empty(), OPERATOR).step()).isEqualTo(Step.TOO_EARLY);
        assertThat(Keyset.open(file(), false).fingerprints()).contains(old);
    }

    @Test
    void aValueThatNoKeyOpensIsCountedAndLeftAlone() {
        consented("a");
        consented("foreign");
        byte[] foreign = new TokenSealer(Keys.generate().aead(), QfEnvironment.SANDBOX)
                .seal(new Secret("x"), CLIENT, "foreign", Column.REFRESH_TOKEN, 0)
                .ciphertext();
        sql("UPDATE ops.user_grant SET refresh_token_sealed = :foreign WHERE sub = 'foreign'")
                .param("foreign", foreign)
                .update();
        assertThat(tokens.keys().status().unknown()).isEqualTo(1);

        Rotated rotated = tokens.keys().rotate(Optional.empty(), OPERATOR);

        assertThat(rotated.resealed()).isEqualTo(1);
        assertThat(rotated.unreadable()).isEqualTo(1);
        assertThat(HexFormat.of()
                        .formatHex((byte[]) java.util.Objects.requireNonNull(row("foreign", "refresh_token_sealed")
                                .values()
                                .iterator()
                                .next())))
                .isEqualTo(HexFormat.of().formatHex(foreign));
        assertThat(tokens.keys().status().isRotating())
                .as("nothing is left to finish")
                .isFalse();
    }

    @Test
    void aKeysetOfAVariableIsPreparedInAFileAndTheRotationFinishedWhenTheVariableHoldsIt() throws IOException {
        Secret first = Keys.generate().serialised();
        sql("UPDATE ops.deployment SET keyset_fingerprint = NULL").update();
        tokens = process(gate().open(new KeysetVariable(first)));
        String refreshToken = consented("a");
        String old = tokens.keys().status().primary();
        Path out = home.resolve("next.json");

        assertThat(tokens.keys().rotate(Optional.empty(), OPERATOR).step()).isEqualTo(Step.NOWHERE_TO_WRITE);
        Rotated prepared = tokens.keys().rotate(Optional.of(out), OPERATOR);

        assertThat(prepared.step()).isEqualTo(Step.PREPARED);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
                .isEqualTo("rw-------");
        assertThat(tokens.keys().status().primary())
                .as("nothing has changed yet")
                .isEqualTo(old);
        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(() -> tokens.keys().rotate(Optional.of(out), OPERATOR))
                .withMessageContaining("is there already");

        Tokens onOtherHost = process(gate().open(new KeysetVariable(first)));
        tokens = process(gate().open(new KeysetVariable(new Secret(Files.readString(out)))));
        assertThat(current(onOtherHost, "a").generation())
                .as("both work meanwhile")
                .isEqualTo(1);
        Rotated finished = tokens.keys().rotate(Optional.empty(), OPERATOR);

        assertThat(finished).isEqualTo(new Rotated(Step.FINISHED, prepared.primary(), 2, 0));
        letTimePass();
        Path retired = home.resolve("retired.json");
        assertThat(tokens.keys().retire(Optional.empty(), OPERATOR).step()).isEqualTo(Step.NOWHERE_TO_WRITE);
        assertThat(tokens.keys().retire(Optional.of(retired), OPERATOR).step()).isEqualTo(Step.PREPARED);
        assertThat(Keys.parse(new Secret(Files.readString(retired)), "test").all())
                .containsExactly(prepared.primary());
        assertThat(refreshToken).isNotEmpty();
    }

    @Test
    void aProcessThatCannotFollowARotationRefreshesNothingAndStoresNoGrant() {
        Secret first = Keys.generate().serialised();
        sql("UPDATE ops.deployment SET keyset_fingerprint = NULL").update();
        tokens = process(gate().open(new KeysetVariable(first)));
        consented("a");
        Tokens left = tokens;
        Keys next = Keys.parse(first, "test").withFreshPrimary();
        Tokens rotated = process(gate().open(new KeysetVariable(next.serialised())));
        rotated.keys().rotate(Optional.empty(), OPERATOR);
        sql("UPDATE ops.user_grant SET refresh_token_sealed = :old")
                .param(
                        "old",
                        new TokenSealer(Keys.parse(first, "test").aead(), QfEnvironment.SANDBOX)
                                .seal(new Secret("what it can still open"), CLIENT, "a", Column.REFRESH_TOKEN, 0)
                                .ciphertext())
                .update();

        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(() -> current(left, "a"))
                .satisfies(e -> assertThat(e.code()).isEqualTo("keyset_mismatch"));
        assertThatExceptionOfType(SystemicException.class)
                .isThrownBy(() -> left.vault().store("b", new Secret("t"), Set.of("bookmark"), time.instant()))
                .withMessageContaining("QFSYNC_KEYSET");
        assertThatExceptionOfType(SystemicException.class).isThrownBy(left::requireKeyset);
        assertThat(server.posts()).isZero();
        assertThat(grant("a").state()).isEqualTo(GrantState.ACTIVE);
        assertThat(left.vault().find("b")).isEmpty();
    }

    @Test
    void aKeysetThatIsGoneOrAnotherOrAnOlderCopyIsRefusedAndNoGrantIsTouched() throws IOException {
        consented("a");
        String before = String.valueOf(row("a", "state, generation, updated_at"));
        Path keysetFile = home.resolve("keyset.json");
        String older = Files.readString(keysetFile);
        tokens.keys().rotate(Optional.empty(), OPERATOR);
        String good = Files.readString(keysetFile);

        Files.delete(keysetFile);
        assertRefused("There is no keyset at");
        assertThat(keysetFile).as("none is made where grants exist").doesNotExist();
        for (String wrong : List.of(Keys.generate().serialised().reveal(), older)) {
            org.qfsync.domain.PrivateFiles.replace(keysetFile, wrong);
            assertRefused("is not the one this database's grants were sealed with");
        }
        org.qfsync.domain.PrivateFiles.replace(keysetFile, good);

        assertThat(gate().open(file()).fingerprints())
                .as("the recorded key among others is fine")
                .hasSize(2);
        assertThat(String.valueOf(row("a", "state, generation, updated_at"))).isEqualTo(before);
    }

    @Test
    void aDatabaseWithoutGrantsTakesWhateverKeysetComes() {
        String one = tokens.keys().status().primary();
        KeysetSource other = new KeysetVariable(Keys.generate().serialised());

        String now = gate().open(other).fingerprint();

        assertThat(now).isNotEqualTo(one);
        assertThat(process(gate().open(other)).keys().status().recorded()).contains(now);
    }

    @Test
    void grantsWithoutARecordedKeyAreNotTakenForOurs() {
        consented("a");
        sql("UPDATE ops.deployment SET keyset_fingerprint = NULL").update();

        assertRefused("does not say which key they were sealed with");
    }

    @Test
    @Scenario(50)
    void theKeyManagementGoesDownAfterTheStartAndRefreshingGoesOn() {
        KeysetSourceTest.FailsAfterTheStart management = new KeysetSourceTest.FailsAfterTheStart();
        sql("UPDATE ops.deployment SET keyset_fingerprint = NULL").update();
        tokens = process(gate().open(management));
        consented("a");
        management.goDown();

        assertThat(current(tokens, "a").generation()).isEqualTo(1);
        consented("b");
        assertThat(current(tokens, "b").generation()).isEqualTo(1);
        assertThat(management.calls).isEqualTo(1);
    }

    private void assertRefused(String words) {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> gate().open(file()))
                .withMessageContainingAll(words, "no grant was touched");
    }

    private long used(String key) {
        return tokens.keys().status().keys().stream()
                .filter(use -> use.fingerprint().equals(key))
                .mapToLong(KeyUse::stored)
                .sum();
    }

    /** Longer than any process can be between sealing and saving. */
    private void letTimePass() {
        sql("UPDATE ops.deployment SET keyset_since = CURRENT_TIMESTAMP - INTERVAL '11' MINUTE")
                .update();
    }

    private KeysetGate gate() {
        return new KeysetGate(opened().dataSource(), opened()::flushDurably);
    }

    private KeysetSource file() {
        return KeysetSource.of(properties(LEASE));
    }

    /** Lets something happen between the reading of a row and its update. */
    private record Interrupted(Keyset keyset, Runnable meanwhile) implements com.google.crypto.tink.Aead {
        @Override
        public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws java.security.GeneralSecurityException {
            return keyset.aead().encrypt(plaintext, associatedData);
        }

        @Override
        public byte[] decrypt(byte[] ciphertext, byte[] associatedData) throws java.security.GeneralSecurityException {
            meanwhile.run();
            return keyset.aead().decrypt(ciphertext, associatedData);
        }
    }
}
