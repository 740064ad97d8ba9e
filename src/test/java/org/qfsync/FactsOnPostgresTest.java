package org.qfsync;

import java.nio.file.Path;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.TestDatabase;

class FactsOnPostgresTest extends FactsContract {
    @Override
    DatabaseProperties database(Path folder) {
        return TestDatabase.postgresWithSchema();
    }

    @Override
    String asOf() {
        return "analytics.as_of('%s')";
    }
}
