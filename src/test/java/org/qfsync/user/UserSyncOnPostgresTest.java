package org.qfsync.user;

import org.qfsync.store.Database;
import org.qfsync.testing.TestDatabase;

class UserSyncOnPostgresTest extends UserSyncContract {
    @Override
    Database freshDatabase() {
        return TestDatabase.postgres();
    }
}
