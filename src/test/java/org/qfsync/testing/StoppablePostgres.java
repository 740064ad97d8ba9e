package org.qfsync.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.qfsync.store.DatabaseProperties;

/** A PostgreSQL server of one test, which it stops and starts again on the same port with the same data. */
public final class StoppablePostgres implements AutoCloseable {
    private final Path folder;
    private EmbeddedPostgres server;

    private StoppablePostgres(Path folder, EmbeddedPostgres server) {
        this.folder = folder;
        this.server = server;
    }

    public static StoppablePostgres start(Path folder) throws IOException {
        return new StoppablePostgres(folder, builder(folder).start());
    }

    public DatabaseProperties database() {
        return new DatabaseProperties(
                "jdbc:postgresql://localhost:" + server.getPort() + "/postgres", "postgres", "postgres");
    }

    /** Ends all connections and refuses new ones. */
    public void stop() throws IOException {
        server.close();
    }

    public void startAgain() throws IOException {
        server = builder(folder).setPort(server.getPort()).start();
    }

    private static EmbeddedPostgres.Builder builder(Path folder) {
        return EmbeddedPostgres.builder().setDataDirectory(folder).setCleanDataDirectory(false);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
