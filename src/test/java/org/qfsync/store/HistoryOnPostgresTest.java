package org.qfsync.store;

import org.qfsync.testing.TestDatabase;

class HistoryOnPostgresTest extends HistoryContract {
    @Override
    Database freshDatabase() {
        return TestDatabase.postgres();
    }
}
