package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.domain.InvalidSettingsException;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.PrivateFiles;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Secret;
import org.qfsync.testing.Scenario;
import org.qfsync.token.TokenSealer.Column;

/** Several processes on one keyset, each a {@link Keyset} of its own, and sources that fail. */
class KeysetSourceTest {
    private static final Secret TOKEN = new Secret("the token");

    @TempDir
    Path folder;

    @Test
    void whatANewKeySealedOpensInAProcessThatStartedWithTheOldKeysAlone() throws IOException {
        Keyset daemon = open();
        Keyset operator = open();
        String old = daemon.fingerprint();

        assertThat(operator.replace(operator.keys().withFreshPrimary())).isTrue();
        SealedToken sealed = seal(operator);

        assertThat(Keys.keyOf(sealed.ciphertext())).contains(operator.fingerprint());
        assertThat(read(daemon, sealed)).isEqualTo(TOKEN);
        assertThat(daemon.fingerprint()).isEqualTo(operator.fingerprint()).isNotEqualTo(old);
        assertThat(daemon.fingerprints()).containsExactlyInAnyOrder(old, operator.fingerprint());
    }

    @Test
    void aProcessSealsWithTheNewPrimaryAsSoonAsTheFileHasIt() throws IOException {
        Keyset daemon = open();
        Keyset operator = open();
        operator.replace(operator.keys().withFreshPrimary());

        assertThat(Keys.keyOf(seal(daemon).ciphertext())).contains(operator.fingerprint());
    }

    @Test
    @Scenario(49)
    void anOldKeyStaysReadableAndTheNextSaveUsesThePrimary() throws IOException {
        Keyset keyset = open();
        SealedToken before = seal(keyset);
        keyset.replace(keyset.keys().withFreshPrimary());

        assertThat(read(open(), before)).isEqualTo(TOKEN);
        assertThat(Keys.keyOf(seal(open()).ciphertext()))
                .contains(keyset.fingerprint())
                .isNotEqualTo(Keys.keyOf(before.ciphertext()));
    }

    @Test
    void aKeyThatWasRetiredOpensNothingAnyMore() throws IOException {
        Keyset keyset = open();
        SealedToken before = seal(keyset);
        String old = keyset.fingerprint();
        keyset.replace(keyset.keys().withFreshPrimary());
        keyset.replace(keyset.keys().without(Set.of(old)));

        assertThat(keyset.fingerprints()).containsExactly(keyset.fingerprint()).doesNotContain(old);
        assertThatExceptionOfType(PermanentException.class).isThrownBy(() -> read(open(), before));
    }

    @Test
    void aForeignKeysetPutInThePlaceOfOursIsNotFollowed() throws IOException {
        Keyset daemon = open();
        String ours = daemon.fingerprint();
        SealedToken before = seal(daemon);
        Files.writeString(file(), Keys.generate().serialised().reveal());

        assertThat(Keys.keyOf(seal(daemon).ciphertext())).contains(ours);
        assertThat(read(daemon, before)).isEqualTo(TOKEN);
        assertThat(daemon.holds("0badf00d")).isFalse();
        assertThat(daemon.fingerprints()).containsExactly(ours);
    }

    @Test
    void aKeysetThatSharesNoKeyWithOursIsFollowedIfItOpensWhatOursCannotOrTheDatabaseNamesIt() throws IOException {
        Keyset slept = open();
        Keyset sleptToo = open();
        Keyset operator = open();
        String old = operator.fingerprint();
        operator.replace(operator.keys().withFreshPrimary());
        operator.replace(operator.keys().without(Set.of(old)));

        assertThat(read(slept, seal(operator))).isEqualTo(TOKEN);
        assertThat(sleptToo.holds(operator.fingerprint())).isTrue();
        assertThat(sleptToo.fingerprint()).isEqualTo(operator.fingerprint());
    }

    @Test
    void aKeysetFileThatIsLostOrSpoiltOrOpenToOthersDoesNotStopARunningProcess() throws IOException {
        Keyset daemon = open();
        SealedToken before = seal(daemon);
        String good = Files.readString(file());

        Files.delete(file());
        assertThat(read(daemon, seal(daemon))).isEqualTo(TOKEN);
        PrivateFiles.replace(file(), "{");
        assertThat(read(daemon, seal(daemon))).isEqualTo(TOKEN);
        Files.writeString(file(), good);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(read(daemon, before)).isEqualTo(TOKEN);

        assertThatExceptionOfType(InvalidSettingsException.class)
                .as("but none starts so")
                .isThrownBy(this::open)
                .withMessageContaining("chmod 600");
    }

    @Test
    void twoProcessesThatChangeTheKeysAtTheSameTimeLoseNone() {
        String old = open().fingerprint();

        var made = IntStream.range(0, 8).mapToObj(i -> CompletableFuture.supplyAsync(this::addAKey)).toList().stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(open().fingerprints()).hasSize(9).contains(old).containsAll(made);
        assertThat(folder).isDirectoryNotContaining("glob:**.new-*");
    }

    private String addAKey() {
        try {
            Keyset keyset = open();
            while (!keyset.replace(keyset.keys().withFreshPrimary())) {
                Thread.onSpinWait();
            }
            return keyset.fingerprint();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theFileStaysPrivateAndWholeWhenItsKeysChange() throws IOException {
        Keyset keyset = open();
        keyset.replace(keyset.keys().withFreshPrimary());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryContaining("glob:**keyset.json").isDirectoryNotContaining("glob:**.new-*");
    }

    @Test
    void aSourceThatFailsAfterTheStartDisturbsNeitherSealingNorOpening() {
        FailsAfterTheStart management = new FailsAfterTheStart();
        Keyset keyset = Keyset.open(management, false);
        management.goDown();

        SealedToken sealed = seal(keyset);

        assertThat(read(keyset, sealed)).isEqualTo(TOKEN);
        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> sealer(keyset).open(sealed, "c", "another", Column.REFRESH_TOKEN, 1));
        assertThat(management.calls).as("once, at the start").isEqualTo(1);
    }

    @Test
    void aVariableIsReadAndNeverWritten() {
        KeysetSource variable = new KeysetVariable(Keys.generate().serialised());

        assertThat(variable.isWritable()).isFalse();
        assertThat(variable.location()).isEqualTo("QFSYNC_KEYSET");
        assertThat(read(Keyset.open(variable, false), seal(Keyset.open(variable, true))))
                .isEqualTo(TOKEN);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> variable.save(variable.load(), Keys.generate().serialised()));
    }

    /** As a key management service would be: unwraps at the start, and is out of reach from then on. */
    static final class FailsAfterTheStart implements KeysetSource {
        private final Secret keyset = Keys.generate().serialised();
        private boolean down;
        int calls;

        void goDown() {
            down = true;
        }

        @Override
        public String location() {
            return "the key management service";
        }

        @Override
        public Optional<Secret> load() throws IOException {
            calls++;
            if (down) {
                throw new IOException("no route to the key management service");
            }
            return Optional.of(keyset);
        }

        @Override
        public String version() {
            return "the wrapped keyset";
        }

        @Override
        public boolean isWritable() {
            return false;
        }

        @Override
        public boolean save(Optional<Secret> expected, Secret next) {
            throw new UnsupportedOperationException();
        }
    }

    private Keyset open() {
        return Keyset.open(new KeysetFile(file()), true);
    }

    private Path file() {
        return folder.resolve("keyset.json");
    }

    private static TokenSealer sealer(Keyset keyset) {
        return new TokenSealer(keyset.aead(), QfEnvironment.SANDBOX);
    }

    private static SealedToken seal(Keyset keyset) {
        return sealer(keyset).seal(TOKEN, "c", "s", Column.REFRESH_TOKEN, 1);
    }

    private static Secret read(Keyset keyset, SealedToken sealed) {
        return sealer(keyset).open(sealed, "c", "s", Column.REFRESH_TOKEN, 1);
    }
}
