package org.qfsync.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.store.MigratedSchema;

/** An H2 file that has the schema and nothing else, made when a test of this JVM first asks. */
final class MigratedFile {
    private MigratedFile() {}

    /** Copies it to there, unless a file is there; not into a folder that is still to be made, privately, by the program. */
    static void copyTo(Path file) {
        try {
            if (Files.isDirectory(file.toAbsolutePath().getParent()) && !Files.exists(file)) {
                Files.write(file, Holder.CONTENT);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The database file " + file + " could not be written", e);
        }
    }

    /** Made by the class loader, hence once and only if needed. */
    private static final class Holder {
        static final byte[] CONTENT = make();

        private static byte[] make() {
            try {
                Path folder = Files.createTempDirectory("qfsync-schema");
                Path file = folder.resolve("schema.mv.db");
                DatabaseProperties here = DatabaseProperties.h2File(folder.resolve("schema"));
                // Not tidied when it is closed: with assertions, as in tests, H2 2.4.240 may stumble over its own
                // there.
                MigratedSchema.in(
                        new DatabaseProperties(here.url() + ";MAX_COMPACT_TIME=0", here.user(), here.password()));
                byte[] content = Files.readAllBytes(file);
                Files.delete(file);
                Files.delete(folder);
                return content;
            } catch (IOException e) {
                throw new UncheckedIOException("The database file of all tests could not be made", e);
            }
        }
    }
}
