package org.qfsync.content;

import org.qfsync.store.Database;
import org.qfsync.testing.TestDatabase;

class CatalogueOnPostgresTest extends CatalogueContract {
    @Override
    Database freshDatabase() {
        return TestDatabase.postgres();
    }
}
