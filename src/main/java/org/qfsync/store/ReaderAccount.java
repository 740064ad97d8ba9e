package org.qfsync.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.qfsync.domain.SystemicException;

/**
 * The read-only database user behind analysts' queries: it may SELECT from {@code analytics} and from the tables of
 * {@code qf} and {@code ops} that {@code mart.readable} names, nothing else: no note's text, no profile, no grant.
 * Read-only is a matter of rights here: {@link Connection#setReadOnly} does nothing in H2.
 *
 * <p>Thread-safe; each connection is the caller's own.
 */
public final class ReaderAccount {
    private final DatabaseProperties database;
    private final String user;
    private final String password;
    private final Duration timeout;

    private ReaderAccount(DatabaseProperties database, String user, String password, Duration timeout) {
        this.database = database;
        this.user = user;
        this.password = password;
        this.timeout = timeout;
    }

    /**
     * Makes sure that the user exists and has its rights, no more and no less.
     *
     * @param database prepared
     * @param home where the user's random password is kept, in a file of mode 0600
     * @throws SystemicException if our own user may not create one; the message says how to make it by hand. Or if one
     *     that was made by hand is missing or may read grants
     */
    public static ReaderAccount open(Database database, Path home, ReaderProperties properties) {
        ReaderRole role = new ReaderRole(database, home);
        boolean byHand = properties.user().isPresent();
        String user = properties.user().orElseGet(role::defaultName);
        String password = byHand ? properties.password() : role.createOrAlter(user);
        new ReaderRights(database).give(user);
        return new ReaderAccount(database.properties(), user, password, properties.timeout());
    }

    /** The name of the database user. */
    public String user() {
        return user;
    }

    /**
     * A new connection in a read-only transaction, logged in as the reader; statements are cut off after the timeout.
     * The caller closes it.
     */
    public Connection connect() throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", user);
        login.setProperty("password", password);
        Connection connection = DriverManager.getConnection(database.url(), login);
        try {
            limit(connection);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void limit(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute((database.dialect() == Dialect.H2 ? "SET QUERY_TIMEOUT " : "SET statement_timeout = ")
                    + Math.min(timeout.toMillis(), Integer.MAX_VALUE));
        }
    }
}
