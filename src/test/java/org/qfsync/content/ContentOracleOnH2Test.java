package org.qfsync.content;

import java.nio.file.Path;
import org.qfsync.store.Database;
import org.qfsync.testing.TestDatabase;

class ContentOracleOnH2Test extends ContentOracleContract {
    @Override
    Database freshDatabase(Path path) {
        return TestDatabase.h2File(path);
    }
}
