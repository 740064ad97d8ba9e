package org.qfsync.analytics;

import java.nio.file.Path;
import org.qfsync.store.Database;
import org.qfsync.testing.TestDatabase;

class QueryRunnerOnPostgresTest extends QueryRunnerContract {
    @Override
    Database freshDatabase(Path folder) {
        return TestDatabase.postgres();
    }

    @Override
    String endlessQuery() {
        return "SELECT pg_sleep(300)";
    }
}
