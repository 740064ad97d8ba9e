package org.qfsync.store;

import org.qfsync.testing.TestDatabase;

class MappingOnPostgresTest extends MappingContract {
    @Override
    Database freshDatabase() {
        return TestDatabase.postgres();
    }
}
