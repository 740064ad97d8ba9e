package org.qfsync.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.store.MigratedSchema;
import org.springframework.jdbc.core.JdbcTemplate;

/** One PostgreSQL server per JVM, started when a test first asks and stopped when the JVM ends. */
final class EmbeddedPostgresServer {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private EmbeddedPostgresServer() {}

    static DatabaseProperties newDatabase() {
        return created("qfsync_" + DATABASES.incrementAndGet(), "");
    }

    /** One that has the schema and nothing else: a copy takes a tenth of the time of all migrations. */
    static DatabaseProperties newDatabaseWithSchema() {
        return created("qfsync_" + DATABASES.incrementAndGet(), " TEMPLATE " + Schema.NAME);
    }

    private static DatabaseProperties created(String name, String like) {
        EmbeddedPostgres server = Holder.SERVER;
        new JdbcTemplate(server.getPostgresDatabase()).execute("CREATE DATABASE " + name + like);
        return new DatabaseProperties(
                "jdbc:postgresql://localhost:" + server.getPort() + "/" + name, "postgres", "postgres");
    }

    /** The database that others are copied from; made by the class loader, hence once and only if needed. */
    private static final class Schema {
        static final String NAME = make();

        private static String make() {
            String name = "qfsync_schema";
            MigratedSchema.in(created(name, ""));
            return name;
        }
    }

    /** Started by the class loader, hence once and only if needed. */
    private static final class Holder {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                // a test's data need not survive a crash of the machine
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("max_connections", "200")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException("The embedded PostgreSQL server did not start", e);
            }
        }
    }
}
