package org.qfsync.content;

import java.nio.file.Path;
import org.qfsync.store.Database;
import org.qfsync.testing.TestDatabase;

class ContentOracleOnPostgresTest extends ContentOracleContract {
    @Override
    Database freshDatabase(Path path) {
        return TestDatabase.postgres();
    }
}
