package org.qfsync.store;

import org.qfsync.testing.TestDatabase;

class LossesOnPostgresTest extends LossesContract {
    @Override
    Database freshDatabase() {
        return TestDatabase.postgres();
    }
}
