package org.qfsync.token;

import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.qfsync.domain.InvalidSettingsException;
import org.qfsync.domain.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that tokens are sealed with, opened once at start and kept in memory. When the source changes while the
 * program runs, because another process rotated the keys, it follows; but never to keys that have nothing to do with
 * ours: new ones are taken over only if the key that seals now is among them, if they open what ours could not, or if
 * one of them is the key that the database names. A source that fails later changes nothing. Thread-safe.
 */
public final class Keyset {
    private static final Logger LOG = LoggerFactory.getLogger(Keyset.class);

    private final KeysetSource source;
    private volatile Loaded current;
    /** The version that was last looked at before a seal, so that one that cannot be used is reported once. */
    private volatile String looked;

    private Keyset(KeysetSource source, Loaded loaded) {
        this.source = source;
        this.current = loaded;
        this.looked = loaded.version;
    }

    /** As {@link #open(KeysetSource, boolean)}, with the source that is configured. */
    public static Keyset open(TokenProperties properties, boolean mayCreate) {
        return open(KeysetSource.of(properties), mayCreate);
    }

    /**
     * Opens the keyset.
     *
     * @param mayCreate true only while there is no grant that another keyset could have sealed
     * @throws InvalidSettingsException if there is none and none may be created, or it cannot be used
     */
    public static Keyset open(KeysetSource source, boolean mayCreate) {
        try {
            String version = source.version();
            Optional<Secret> keyset = source.load();
            if (keyset.isEmpty() && mayCreate && source.isWritable()) {
                create(source);
                version = source.version();
                keyset = source.load();
            }
            Secret found = keyset.orElseThrow(() -> unusable("There is no keyset at " + source.location()
                    + ", but this database holds grants that one has sealed. "
                    + "Restore it from your backup; no grant was touched."));
            return new Keyset(source, new Loaded(Keys.parse(found, source.location()), found, version));
        } catch (IOException e) {
            throw unusable("Cannot read the keyset " + source.location() + ": "
                    + e.getClass().getSimpleName());
        }
    }

    private static void create(KeysetSource source) throws IOException {
        // If another process was faster, its keyset is the one to read.
        if (source.save(KeysetSource.NOTHING, Keys.generate().serialised())) {
            LOG.info(
                    "Created the keyset {}: back it up apart from the database, tokens cannot be opened without it",
                    source.location());
        }
    }

    /** Where it is kept, in words. */
    public String location() {
        return source.location();
    }

    /** Identifies the key that seals, without telling anything about it. */
    public String fingerprint() {
        return current.keys.primary();
    }

    /** Identifies all keys that can open. */
    public Set<String> fingerprints() {
        return current.keys.all();
    }

    /** Seals and opens with the keys as they stand at that moment. */
    Aead aead() {
        return new Following();
    }

    /** True if that key is among ours, or has come into the source meanwhile. */
    boolean holds(String fingerprint) {
        if (!current.keys.all().contains(fingerprint)) {
            follow(keys -> keys.all().contains(fingerprint));
        }
        return current.keys.all().contains(fingerprint);
    }

    KeysetSource source() {
        return source;
    }

    Keys keys() {
        return current.keys;
    }

    /**
     * Puts these keys in place of ours, in the source and here.
     *
     * @return false if the source holds something else by now; that is followed if it is ours
     */
    synchronized boolean replace(Keys next) throws IOException {
        Secret serialised = next.serialised();
        if (!source.save(Optional.of(current.serialised), serialised)) {
            follow(keys -> keys.all().contains(fingerprint()));
            return false;
        }
        // No version: what is there by now may be yet another process's, and is looked at before the next seal.
        current = new Loaded(next, serialised, "");
        looked = "";
        return true;
    }

    private synchronized void follow(Predicate<Keys> ours) {
        String version = source.version();
        if (version.equals(current.version)) {
            return;
        }
        try {
            Secret found = source.load().orElseThrow(() -> new IOException("it is gone"));
            Keys keys = Keys.parse(found, source.location());
            if (ours.test(keys)) {
                if (!found.equals(current.serialised)) {
                    LOG.info("The keyset {} has changed; key {} seals from now on", source.location(), keys.primary());
                }
                current = new Loaded(keys, found, version);
                looked = version;
            } else {
                warnOnce(version, "its keys are not those of this database");
            }
        } catch (IOException | InvalidSettingsException e) {
            warnOnce(version, String.valueOf(e.getMessage()));
        }
    }

    private void warnOnce(String version, String why) {
        if (!version.equals(looked)) {
            looked = version;
            LOG.error(
                    "The keyset {} has changed and cannot be used ({}): going on with the keys in memory. Restore it "
                            + "before this process ends",
                    source.location(),
                    why);
        }
    }

    private static InvalidSettingsException unusable(String line) {
        return new InvalidSettingsException(List.of(line));
    }

    private record Loaded(Keys keys, Secret serialised, String version) {}

    /** Follows the source: before it seals, and when something does not open. */
    private final class Following implements Aead {
        @Override
        public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
            if (!source.version().equals(looked)) {
                follow(keys -> keys.all().contains(fingerprint()));
            }
            return current.keys.aead().encrypt(plaintext, associatedData);
        }

        @Override
        public byte[] decrypt(byte[] ciphertext, byte[] associatedData) throws GeneralSecurityException {
            Loaded tried = current;
            try {
                return tried.keys.aead().decrypt(ciphertext, associatedData);
            } catch (GeneralSecurityException e) {
                follow(keys -> opens(keys, ciphertext, associatedData));
                Loaded now = current;
                if (now.version.equals(tried.version)) {
                    throw e;
                }
                return now.keys.aead().decrypt(ciphertext, associatedData);
            }
        }

        private static boolean opens(Keys keys, byte[] ciphertext, byte[] associatedData) {
            try {
                keys.aead().decrypt(ciphertext, associatedData);
                return true;
            } catch (GeneralSecurityException e) {
                return false;
            }
        }
    }
}
