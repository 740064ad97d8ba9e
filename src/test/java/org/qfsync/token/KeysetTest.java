package org.qfsync.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qfsync.domain.InvalidSettingsException;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Secret;
import org.qfsync.testing.Scenario;
import org.qfsync.token.TokenSealer.Column;

class KeysetTest {
    private static final Secret TOKEN = new Secret("the token");

    @TempDir
    Path folder;

    @Test
    void aKeysetIsCreatedPrivateAtTheFirstUseAndFoundAgain() throws IOException {
        Keyset created = open(true);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(open(false).fingerprint()).isEqualTo(created.fingerprint()).matches("[0-9a-f]{8}");
    }

    @Test
    void aMissingKeysetIsNotCreatedWhereGrantsExist() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> open(false))
                .withMessageContainingAll("There is no keyset at", "no grant was touched");
        assertThat(file()).doesNotExist();
    }

    @Test
    void aKeysetThatOthersCanReadIsRefused() throws IOException {
        open(true);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> open(true))
                .withMessageContaining("chmod 600");
    }

    @Test
    void aKeysetThatIsNoneIsRefusedWithoutAnExcerpt() {
        Secret nonsense = new Secret("{\"key\":[{\"CANARYCANARY\":1}]}");

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> Keyset.open(properties(Optional.of(nonsense)), true))
                .withMessageNotContaining("CANARY")
                .withNoCause();
    }

    @Test
    @Scenario(49)
    void anOldKeyStillOpensAndTheNextSealUsesThePrimary() throws GeneralSecurityException {
        KeysetHandle old = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
        KeysetHandle added = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
        KeysetHandle rotated = KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(old.getAt(0).getKey())
                        .withFixedId(old.getAt(0).getId())
                        .setStatus(KeyStatus.ENABLED))
                .addEntry(KeysetHandle.importKey(added.getAt(0).getKey())
                        .withFixedId(added.getAt(0).getId())
                        .makePrimary())
                .build();
        TokenSealer before = sealer(keyset(old), QfEnvironment.SANDBOX);
        TokenSealer after = sealer(keyset(rotated), QfEnvironment.SANDBOX);
        SealedToken sealedBefore = before.seal(TOKEN, "c", "s", Column.REFRESH_TOKEN, 1);

        assertThat(after.open(sealedBefore, "c", "s", Column.REFRESH_TOKEN, 1)).isEqualTo(TOKEN);
        SealedToken sealedAfter = after.seal(TOKEN, "c", "s", Column.REFRESH_TOKEN, 2);
        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> before.open(sealedAfter, "c", "s", Column.REFRESH_TOKEN, 2));
        assertThat(keyset(rotated).fingerprints())
                .hasSize(2)
                .contains(keyset(old).fingerprint(), keyset(rotated).fingerprint());
    }

    @ParameterizedTest
    @CsvSource({
        "SANDBOX, c, s, ACCESS_TOKEN, 1",
        "SANDBOX, c, s, REFRESH_TOKEN, 2",
        "SANDBOX, c, other, REFRESH_TOKEN, 1",
        "SANDBOX, other, s, REFRESH_TOKEN, 1",
        "PRODUCTION, c, s, REFRESH_TOKEN, 1",
        "PRELIVE, c, s, REFRESH_TOKEN, 1"
    })
    void aTokenMovedToAnotherPlaceDoesNotOpen(
            QfEnvironment environment, String client, String sub, Column column, long generation) {
        Keyset keyset = open(true);
        SealedToken sealed = sealer(keyset, QfEnvironment.SANDBOX).seal(TOKEN, "c", "s", Column.REFRESH_TOKEN, 1);

        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> sealer(keyset, environment).open(sealed, client, sub, column, generation));
    }

    @Test
    void idsThatHoldTheSeparatorAreNotTakenForOneAnother() {
        TokenSealer sealer = sealer(open(true), QfEnvironment.SANDBOX);
        SealedToken sealed = sealer.seal(TOKEN, "a|b", "c", Column.REFRESH_TOKEN, 1);

        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> sealer.open(sealed, "a", "b|c", Column.REFRESH_TOKEN, 1));
        assertThat(sealer.open(sealed, "a|b", "c", Column.REFRESH_TOKEN, 1)).isEqualTo(TOKEN);
    }

    private static TokenSealer sealer(Keyset keyset, QfEnvironment environment) {
        return new TokenSealer(keyset.aead(), environment);
    }

    private Keyset keyset(KeysetHandle handle) throws GeneralSecurityException {
        Secret json = new Secret(
                TinkJsonProtoKeysetFormat.serializeKeyset(handle, AeadConfig2026.get(), InsecureSecretKeyAccess.get()));
        return Keyset.open(properties(Optional.of(json)), false);
    }

    private Keyset open(boolean mayCreate) {
        return Keyset.open(properties(Optional.empty()), mayCreate);
    }

    private Path file() {
        return folder.resolve("keyset.json");
    }

    private TokenProperties properties(Optional<Secret> keyset) {
        Duration any = Duration.ofSeconds(1);
        return new TokenProperties(
                any, any, any, any, file(), keyset, folder, folder.resolve("custody.json"), TokenPolicy.defaults());
    }
}
