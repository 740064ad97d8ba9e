package org.qfsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.testing.TestDatabase;

class DatabaseOnH2Test extends DatabaseContract {
    @TempDir
    private Path folder;

    @Override
    DatabaseProperties emptyDatabase() {
        return TestDatabase.h2FileProperties(folder);
    }

    @Test
    void aFileIsAtOnePlaceByWhateverLinkItIsReached() throws IOException {
        Path link = Files.createSymbolicLink(
                Files.createTempDirectory(folder, "links").resolve("link"), folder);

        assertThat(DatabasePlace.ofFile(link.resolve("sandbox")))
                .isEqualTo(DatabasePlace.ofFile(folder.resolve("sandbox")))
                .isNotEqualTo(DatabasePlace.ofFile(folder.resolve("copy")));
    }

    @Override
    String undocumented() {
        return """
                SELECT table_schema || '.' || table_name FROM information_schema.tables
                WHERE table_schema IN ('QF', 'OPS', 'MART', 'ANALYTICS', 'BATCH', 'QUARTZ')
                    AND remarks IS NULL AND table_name <> 'SCHEMA_HISTORY'
                UNION ALL
                SELECT c.table_schema || '.' || c.table_name || '.' || c.column_name FROM information_schema.columns c
                JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
                WHERE c.table_schema IN ('QF', 'OPS', 'MART', 'BATCH', 'QUARTZ')
                    AND t.table_type = 'BASE TABLE' AND c.remarks IS NULL AND c.table_name <> 'SCHEMA_HISTORY'
                """;
    }
}
