package org.qfsync.store;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Settings;

/**
 * Where the database is and how to log in.
 *
 * @param url JDBC URL, {@code jdbc:h2:file:} or {@code jdbc:postgresql:}; holds no password
 * @param user the owner of the schemas
 * @param password its password; empty if there is none. Never printed
 * @param poolSize at most so many connections
 */
public record DatabaseProperties(String url, String user, String password, int poolSize) {
    static final int DEFAULT_POOL_SIZE = 10;

    private static final String H2_FILE = "jdbc:h2:file:";

    /**
     * What every H2 file of ours is opened with: a reader waits rather than fails while a large write commits, and
     * the file is closed by us, not by a shutdown hook of H2 that would overtake the job's orderly stop.
     */
    private static final String H2_OPTIONS = ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=20000";

    private static final Pattern PASSWORD_IN_URL =
            Pattern.compile("[;?&](ssl)?password=|//[^/@]*:[^/@]*@", Pattern.CASE_INSENSITIVE);

    /** A pool of the default size. */
    public DatabaseProperties(String url, String user, String password) {
        this(url, user, password, DEFAULT_POOL_SIZE);
    }

    /**
     * Reads {@code qfsync.db.url}, {@code .user}, {@code .password} or {@code .password-file}, {@code .pool-size}.
     * Notes violations in the settings instead of throwing.
     *
     * @param home folder of the default database, one H2 file per environment
     */
    public static DatabaseProperties from(Settings settings, QfEnvironment environment, Path home) {
        String url = settings.text("qfsync.db.url").orElseGet(() -> h2Url(home, environment, settings));
        if (PASSWORD_IN_URL.matcher(url).find()) {
            settings.violation("QFSYNC_DB_URL: holds a password; put it into QFSYNC_DB_PASSWORD_FILE instead");
        } else if (!url.startsWith(H2_FILE) && !url.startsWith("jdbc:postgresql:")) {
            settings.violation("QFSYNC_DB_URL: expected a URL that starts with jdbc:h2:file: or jdbc:postgresql:");
        }
        return new DatabaseProperties(
                url,
                settings.text("qfsync.db.user").orElse("qfsync"),
                PasswordSetting.read(settings, "qfsync.db.password"),
                settings.integer("qfsync.db.pool-size", DEFAULT_POOL_SIZE, 1, 200));
    }

    /** An H2 file, without its ending {@code .mv.db}, opened the way this program needs. */
    public static DatabaseProperties h2File(Path file) {
        return new DatabaseProperties(H2_FILE + file.toAbsolutePath() + H2_OPTIONS, "qfsync", "");
    }

    private static String h2Url(Path home, QfEnvironment environment, Settings settings) {
        Path file = home.resolve(environment.id());
        if (file.toString().indexOf(';') >= 0) {
            settings.violation("QFSYNC_HOME: must not contain a semicolon, it ends the path in an H2 URL");
        }
        return h2File(file).url();
    }

    public Dialect dialect() {
        return url.startsWith("jdbc:h2:") ? Dialect.H2 : Dialect.POSTGRESQL;
    }

    /** The URL without its options: fit for messages. */
    public String location() {
        return url.replaceFirst("[;?].*$", "");
    }

    /** For an H2 file its path without {@code .mv.db}. */
    public Optional<Path> h2Path() {
        String location = location();
        if (!location.toLowerCase(Locale.ROOT).startsWith(H2_FILE)) {
            return Optional.empty();
        }
        String path = location.substring(H2_FILE.length());
        String expanded = path.startsWith("~/") ? System.getProperty("user.home") + path.substring(1) : path;
        return Optional.of(Path.of(expanded).toAbsolutePath());
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "DatabaseProperties[" + location() + ", user=" + user + ", poolSize=" + poolSize + "]";
    }
}
