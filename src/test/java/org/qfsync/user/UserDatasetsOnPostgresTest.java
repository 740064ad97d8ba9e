package org.qfsync.user;

import org.junit.jupiter.api.Tag;
import org.qfsync.store.Database;
import org.qfsync.testing.TestDatabase;

@Tag("deep")
class UserDatasetsOnPostgresTest extends UserDatasetsContract {
    @Override
    Database freshDatabase() {
        return TestDatabase.postgres();
    }
}
