package org.qfsync.store;

import org.qfsync.testing.TestDatabase;

class ResultsOnPostgresTest extends ResultsContract {
    @Override
    Database freshDatabase() {
        return TestDatabase.postgres();
    }
}
