package org.qfsync.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.qfsync.domain.PrivateFiles;
import org.qfsync.domain.SystemicException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Makes the read-only user, by the owner's connection; repeating it changes nothing. Its rights: {@link ReaderRights}. */
final class ReaderRole {
    private static final String PASSWORD_CHARACTERS = "[0-9a-f]{48}";

    private final Database database;
    private final JdbcTemplate jdbc;
    private final Path passwordFile;

    ReaderRole(Database database, Path home) {
        this.database = database;
        this.jdbc = new JdbcTemplate(database.dataSource());
        this.passwordFile = home.resolve("reader-" + deployment(database) + ".password");
    }

    private static String deployment(Database database) {
        return database.deployment()
                .orElseThrow(() -> new IllegalStateException("the database is not prepared"))
                .deploymentId()
                .toString()
                .substring(0, 8);
    }

    /** On PostgreSQL users belong to the whole server, so each database of ours has one of its own. */
    String defaultName() {
        return database.dialect() == Dialect.H2 ? "qfsync_reader" : "qfsync_reader_" + deployment(database);
    }

    /** Makes the user if there is none, and lets it log in with the password kept in the file. */
    String createOrAlter(String user) {
        String password = password();
        try {
            if (database.dialect() == Dialect.H2) {
                // the password is hexadecimal: nothing in it can end the literal
                jdbc.execute("CREATE USER IF NOT EXISTS " + user + " PASSWORD '" + password + "'");
                jdbc.execute("ALTER USER " + user + " SET PASSWORD '" + password + "'");
            } else {
                createOrAlterOnPostgres(user, password);
            }
            return password;
        } catch (DataAccessException e) {
            throw new SystemicException(
                    "The read-only database user " + user + " could not be made: our own user may not do so",
                    "reader_role_missing",
                    null,
                    "Let an administrator run CREATE ROLE " + user + " LOGIN IN ROLE qf_reader (sql/roles.sql) and set"
                            + " QFSYNC_DB_READER_USER and QFSYNC_DB_READER_PASSWORD_FILE, or give our user CREATEROLE.",
                    e);
        }
    }

    private void createOrAlterOnPostgres(String user, String password) {
        Integer known = jdbc.queryForObject("SELECT COUNT(*) FROM pg_roles WHERE rolname = ?", Integer.class, user);
        if (known == null || known == 0) {
            jdbc.execute("CREATE ROLE " + user + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION");
            jdbc.execute("ALTER ROLE " + user + " SET default_transaction_read_only = on");
        }
        jdbc.execute("ALTER ROLE " + user + " PASSWORD '" + ScramVerifier.of(password) + "'");
    }

    private String password() {
        try {
            if (Files.exists(passwordFile)) {
                String kept = Files.readString(passwordFile).strip();
                if (kept.matches(PASSWORD_CHARACTERS)) {
                    PrivateFiles.restrict(passwordFile);
                    return kept;
                }
            }
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            String fresh = HexFormat.of().formatHex(random);
            PrivateFiles.replace(passwordFile, fresh + "\n");
            return fresh;
        } catch (IOException e) {
            throw new SystemicException(
                    "The read-only user's password file " + passwordFile + " cannot be read or written: " + e,
                    "reader_password_file",
                    null,
                    "Make the folder writable for this user, or remove the file.",
                    e);
        }
    }
}
