package org.qfsync.store;

import java.time.Duration;
import java.util.Optional;
import org.qfsync.domain.Settings;

/**
 * Who reads for analysts.
 *
 * @param user a database user made by hand; empty: we make one
 * @param password of that user; never printed
 * @param timeout after which a statement is cut off
 */
public record ReaderProperties(Optional<String> user, String password, Duration timeout) {
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** The user that we make ourselves. */
    public static ReaderProperties defaults() {
        return new ReaderProperties(Optional.empty(), "", DEFAULT_TIMEOUT);
    }

    /**
     * Reads {@code qfsync.db.reader-user}, {@code .reader-password} or {@code .reader-password-file} and
     * {@code qfsync.query.timeout}. Notes violations in the settings instead of throwing.
     */
    public static ReaderProperties from(Settings settings) {
        Optional<String> user = settings.text("qfsync.db.reader-user");
        String password = PasswordSetting.read(settings, "qfsync.db.reader-password");
        if (user.isEmpty() && !password.isEmpty()) {
            settings.violation("QFSYNC_DB_READER_USER: is missing, but its password is set");
        }
        if (user.isPresent() && !user.get().matches("[A-Za-z_][A-Za-z0-9_]{0,62}")) {
            settings.violation("QFSYNC_DB_READER_USER: expected letters, digits and underscores");
        }
        return new ReaderProperties(user, password, settings.duration("qfsync.query.timeout", DEFAULT_TIMEOUT));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ReaderProperties[user=" + user.orElse("made by us") + ", timeout=" + timeout + "]";
    }
}
