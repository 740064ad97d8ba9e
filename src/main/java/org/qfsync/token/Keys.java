package org.qfsync.token;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.AeadKey;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.qfsync.domain.InvalidSettingsException;
import org.qfsync.domain.Secret;

/**
 * The keys of one keyset: all of them open, the primary one seals (Tink AES-256-GCM). Each ciphertext begins with the
 * id of its key, which is what a key's fingerprint is: it tells nothing about the key. Immutable.
 */
final class Keys {
    /** One byte that says so, then the id. */
    static final int PREFIX_LENGTH = 5;

    private static final byte NAMES_ITS_KEY = 1;

    private final KeysetHandle handle;
    private final Aead aead;

    private Keys(KeysetHandle handle, String location) {
        this.handle = handle;
        try {
            this.aead = handle.getPrimitive(AeadConfig2026.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw unusable("The keyset from " + location + " holds a key that cannot encrypt tokens");
        }
    }

    /** One key, just made. */
    static Keys generate() {
        try {
            return new Keys(
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get()),
                    "this program");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot make an AES key", e);
        }
    }

    /**
     * Reads what {@link #serialised()} wrote.
     *
     * @throws InvalidSettingsException if that is no keyset for authenticated encryption
     */
    static Keys parse(Secret json, String location) {
        KeysetHandle handle;
        try {
            handle = TinkJsonProtoKeysetFormat.parseKeyset(
                    json.reveal(), AeadConfig2026.get(), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException | RuntimeException e) {
            // The cause is left out: its message may quote the keyset.
            throw unusable("The keyset from " + location + " is not a Tink JSON keyset");
        }
        return new Keys(handle, location);
    }

    Secret serialised() {
        try {
            return new Secret(TinkJsonProtoKeysetFormat.serializeKeyset(
                    handle, AeadConfig2026.get(), InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a keyset that was read cannot be written", e);
        }
    }

    Aead aead() {
        return aead;
    }

    /** Names the key that seals. */
    String primary() {
        return fingerprint(handle.getPrimary());
    }

    /** Names all keys that open. */
    Set<String> all() {
        return entries().stream().map(Keys::fingerprint).collect(Collectors.toUnmodifiableSet());
    }

    /** True if each key puts its name before what it seals, so that it can be told which seal what. */
    boolean nameWhatTheySeal() {
        return entries().stream()
                .allMatch(entry -> entry.getKey() instanceof AeadKey key
                        && key.getOutputPrefix().size() == PREFIX_LENGTH
                        && key.getOutputPrefix().toByteArray()[0] == NAMES_ITS_KEY);
    }

    /** With one more key, just made, which seals from now on. */
    Keys withFreshPrimary() {
        KeysetHandle.Builder builder = KeysetHandle.newBuilder(handle).setConfiguration(AeadConfig2026.get());
        return build(builder.addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                .withRandomId()
                .makePrimary()));
    }

    /** Without these keys. */
    Keys without(Set<String> fingerprints) {
        KeysetHandle.Builder builder = KeysetHandle.newBuilder(handle).setConfiguration(AeadConfig2026.get());
        for (int i = handle.size() - 1; i >= 0; i--) {
            if (fingerprints.contains(fingerprint(handle.getAt(i)))) {
                builder.deleteAt(i);
            }
        }
        return build(builder);
    }

    private static Keys build(KeysetHandle.Builder builder) {
        try {
            return new Keys(builder.build(), "this program");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the keyset cannot be changed so", e);
        }
    }

    /** Which key sealed it; empty if it does not say. */
    static Optional<String> keyOf(byte[] ciphertext) {
        return ciphertext.length >= PREFIX_LENGTH && ciphertext[0] == NAMES_ITS_KEY
                ? Optional.of(HexFormat.of().formatHex(ciphertext, 1, PREFIX_LENGTH))
                : Optional.empty();
    }

    /** What each ciphertext of that key begins with. */
    static byte[] prefix(String fingerprint) {
        return ByteBuffer.allocate(PREFIX_LENGTH)
                .put(NAMES_ITS_KEY)
                .put(HexFormat.of().parseHex(fingerprint))
                .array();
    }

    private List<KeysetHandle.Entry> entries() {
        return IntStream.range(0, handle.size())
                .mapToObj(handle::getAt)
                .filter(entry -> entry.getStatus() == KeyStatus.ENABLED)
                .toList();
    }

    private static String fingerprint(KeysetHandle.Entry entry) {
        return HexFormat.of().toHexDigits(entry.getId());
    }

    private static InvalidSettingsException unusable(String line) {
        return new InvalidSettingsException(List.of(line));
    }
}
