package org.qfsync;

import java.nio.file.Path;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.TestDatabase;

class MonitoringOnPostgresTest extends MonitoringContract {
    @Override
    DatabaseProperties database(Path folder) {
        return TestDatabase.postgresWithSchema();
    }
}
