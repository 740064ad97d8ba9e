package org.qfsync.content;

import java.nio.file.Path;
import org.qfsync.store.Database;
import org.qfsync.testing.TestDatabase;

class ContentSyncOnH2Test extends ContentSyncContract {
    @Override
    Database freshDatabase(Path folder) {
        return TestDatabase.h2File(folder);
    }
}
