package org.qfsync.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client secret as it is now. One that comes from a file is read again for each request, so that it can be replaced
 * while the program runs, in whatever way: written anew, moved into place, or behind a symbolic link that was switched.
 * (The contents decide; times of files are too coarse for that.) While the file is empty or cannot be read, the last
 * good secret stays. Thread-safe.
 */
final class ClientSecret {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSecret.class);

    private final Optional<Path> file;
    private volatile Optional<Secret> lastGood;
    private final AtomicReference<String> lastTrouble = new AtomicReference<>("");
    private final AtomicReference<@Nullable Secret> accepted = new AtomicReference<>();

    ClientSecret(ClientProperties client) {
        this.file = client.secretFile();
        this.lastGood = client.secret();
    }

    /** What the next request authenticates with; empty for a public client. */
    Optional<Secret> current() {
        file.flatMap(this::read).ifPresent(this::take);
        return lastGood;
    }

    /** The server issued a token for it, so that it is the right one. */
    void accepted(Secret secret) {
        accepted.set(secret);
    }

    /** The one that the server accepted last; empty if it did not yet. */
    Optional<Secret> lastAccepted() {
        return Optional.ofNullable(accepted.get());
    }

    private Optional<SecretFile.Content> read(Path path) {
        try {
            if (Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
                // A pipe gives its contents once: reading it again would wait for ever.
                return Optional.empty();
            }
            Optional<SecretFile.Content> content = SecretFile.read(path);
            trouble(content.isPresent() ? "" : "is empty");
            return content;
        } catch (IOException e) {
            trouble("cannot be read (" + e.getClass().getSimpleName() + ")");
            return Optional.empty();
        }
    }

    /** Once for each kind, however many requests it concerns. */
    private void trouble(String what) {
        if (!what.equals(lastTrouble.getAndSet(what)) && !what.isEmpty()) {
            LOG.warn(
                    "The client secret file {} {}; the secret that was in it before stays in use. Put the file right: the"
                            + " next start needs it",
                    file.map(Path::toString).orElse(""),
                    what);
        }
    }

    private synchronized void take(SecretFile.Content content) {
        Optional<Secret> now = Optional.of(content.secret());
        if (!now.equals(lastGood)) {
            lastGood = now;
            LOG.info(
                    "The client secret was replaced in its file; the one with fingerprint {} is used from now on",
                    Fingerprint.of(content.secret().reveal()));
            if (content.trimmed()) {
                LOG.warn("QF_CLIENT_SECRET_FILE: surrounding whitespace was removed");
            }
        }
    }
}
