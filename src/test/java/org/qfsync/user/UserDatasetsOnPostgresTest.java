package org.qfsync.user;

import org.qfsync.store.Database;
import org.qfsync.testing.TestDatabase;

class UserDatasetsOnPostgresTest extends UserDatasetsContract {
    @Override
    Database freshDatabase() {
        return TestDatabase.postgres();
    }
}
