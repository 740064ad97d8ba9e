package org.qfsync.token;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.qfsync.domain.InvalidSettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys that tokens are sealed with, opened once at start (Tink AES-256-GCM). Immutable, thread-safe. */
public final class Keyset {
    private static final Logger LOG = LoggerFactory.getLogger(Keyset.class);

    private final KeysetHandle handle;

    private Keyset(KeysetHandle handle) {
        this.handle = handle;
    }

    /**
     * Opens the configured keyset.
     *
     * @param mayCreate true only while there is no grant that another keyset could have sealed
     * @throws InvalidSettingsException if there is none and none may be created, or it cannot be used
     */
    public static Keyset open(TokenProperties properties, boolean mayCreate) {
        if (properties.keyset().isPresent()) {
            return parse(properties.keyset().get().reveal(), "QFSYNC_KEYSET");
        }
        Path file = properties.keysetFile();
        try {
            if (mayCreate && Files.notExists(file)) {
                create(file);
            }
            requirePrivate(file);
            return parse(Files.readString(file), file.toString());
        } catch (NoSuchFileException e) {
            throw unusable("There is no keyset at " + file + ", but this database holds grants that one has sealed. "
                    + "Restore it from your backup; no grant was touched.");
        } catch (IOException e) {
            throw unusable(
                    "Cannot read the keyset " + file + ": " + e.getClass().getSimpleName());
        }
    }

    /** Identifies the key that seals, without telling anything about it. */
    public String fingerprint() {
        return HexFormat.of().toHexDigits(handle.getPrimary().getId());
    }

    /** Identifies all keys that can open. */
    public Set<String> fingerprints() {
        return Set.copyOf(IntStream.range(0, handle.size())
                .mapToObj(i -> HexFormat.of().toHexDigits(handle.getAt(i).getId()))
                .toList());
    }

    Aead aead() {
        try {
            return handle.getPrimitive(AeadConfig2026.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw unusable("The keyset holds a key that cannot encrypt tokens");
        }
    }

    private static Keyset parse(String json, String source) {
        try {
            return new Keyset(
                    TinkJsonProtoKeysetFormat.parseKeyset(json, AeadConfig2026.get(), InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException | RuntimeException e) {
            // The cause is left out: its message may quote the keyset.
            throw unusable("The keyset from " + source + " is not a Tink JSON keyset");
        }
    }

    private static void create(Path file) throws IOException {
        try {
            KeysetHandle fresh = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
            PrivateFiles.create(
                    file,
                    TinkJsonProtoKeysetFormat.serializeKeyset(
                            fresh, AeadConfig2026.get(), InsecureSecretKeyAccess.get()));
            LOG.info(
                    "Created the keyset {}: back it up apart from the database, tokens cannot be opened without it",
                    file);
        } catch (FileAlreadyExistsException e) {
            // Another process was faster; its keyset is the one to read.
            return;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot make an AES key", e);
        }
    }

    private static void requirePrivate(Path file) throws IOException {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (!EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)
                    .containsAll(permissions)) {
                throw unusable("The keyset " + file + " can be read by others: chmod 600 " + file);
            }
        } catch (UnsupportedOperationException e) {
            // A file system without POSIX permissions; who may read there is decided by the folder alone.
            LOG.debug("No POSIX permissions on {}", file);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static InvalidSettingsException unusable(String line) {
        return new InvalidSettingsException(List.of(line));
    }
}
