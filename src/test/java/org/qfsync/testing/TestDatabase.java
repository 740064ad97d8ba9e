package org.qfsync.testing;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.store.Database;
import org.qfsync.store.DatabaseProperties;

/** Fresh databases for tests. The caller closes them. */
public final class TestDatabase {
    private TestDatabase() {}

    /** A prepared sandbox database in an H2 file {@code sandbox.mv.db} of that folder. */
    public static Database h2File(Path folder) {
        return prepared(h2FileWithSchema(folder));
    }

    /**
     * How to open that file, which is there now: its schema is up to date, and it is nobody's yet. A copy of one file takes
     * a tenth of the time of all migrations.
     */
    public static DatabaseProperties h2FileWithSchema(Path folder) {
        MigratedFile.copyTo(folder.resolve("sandbox.mv.db"));
        return h2FileProperties(folder);
    }

    /** How to open that file; nothing is created yet. */
    public static DatabaseProperties h2FileProperties(Path folder) {
        return DatabaseProperties.h2File(folder.resolve("sandbox"));
    }

    /** A prepared sandbox database of its own in the one embedded PostgreSQL server of this JVM. */
    public static Database postgres() {
        return prepared(postgresWithSchema());
    }

    /** How to open a new database of the embedded PostgreSQL server whose schema is up to date, and which is nobody's yet. */
    public static DatabaseProperties postgresWithSchema() {
        return EmbeddedPostgresServer.newDatabaseWithSchema();
    }

    /** How to open a new, empty database of the embedded PostgreSQL server. */
    public static DatabaseProperties postgresProperties() {
        return EmbeddedPostgresServer.newDatabase();
    }

    /** Opens that sandbox database and brings its schema up to date. */
    public static Database prepared(DatabaseProperties properties) {
        Database database = Database.open(properties);
        database.prepare(QfEnvironment.SANDBOX, Optional.empty(), ZoneOffset.UTC, Clock.systemUTC());
        return database;
    }
}
