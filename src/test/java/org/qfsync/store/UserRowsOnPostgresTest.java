package org.qfsync.store;

import org.qfsync.testing.TestDatabase;

class UserRowsOnPostgresTest extends UserRowsContract {
    @Override
    Database freshDatabase() {
        return TestDatabase.postgres();
    }
}
