package org.qfsync.token;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.TestDatabase;

/** Slow, and the H2 twin meets the same paths in each build. */
@Tag("deep")
class KilledRefreshOnPostgresTest extends KilledRefreshContract {
    @Override
    DatabaseProperties database(Path folder) {
        return TestDatabase.postgresWithSchema();
    }
}
