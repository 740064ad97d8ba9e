package org.qfsync.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.qfsync.store.DatabaseProperties;
import org.springframework.jdbc.core.JdbcTemplate;

/** One PostgreSQL server per JVM, started when a test first asks and stopped when the JVM ends. */
final class EmbeddedPostgresServer {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private EmbeddedPostgresServer() {}

    static DatabaseProperties newDatabase() {
        EmbeddedPostgres server = Holder.SERVER;
        String name = "qfsync_" + DATABASES.incrementAndGet();
        new JdbcTemplate(server.getPostgresDatabase()).execute("CREATE DATABASE " + name);
        return new DatabaseProperties(
                "jdbc:postgresql://localhost:" + server.getPort() + "/" + name, "postgres", "postgres");
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
