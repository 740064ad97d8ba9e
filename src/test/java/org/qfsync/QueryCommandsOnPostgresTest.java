package org.qfsync;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.TestDatabase;

@Tag("deep")
class QueryCommandsOnPostgresTest extends QueryCommandsContract {
    @Override
    DatabaseProperties freshDatabase(Path folder) {
        return TestDatabase.postgresWithSchema();
    }
}
