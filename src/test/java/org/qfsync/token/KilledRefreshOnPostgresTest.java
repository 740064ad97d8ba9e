package org.qfsync.token;

import java.nio.file.Path;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.TestDatabase;

class KilledRefreshOnPostgresTest extends KilledRefreshContract {
    @Override
    DatabaseProperties database(Path folder) {
        return TestDatabase.postgresProperties();
    }
}
