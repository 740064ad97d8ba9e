package org.qfsync.user;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.store.Database;
import org.qfsync.testing.TestDatabase;

class UserDatasetsOnH2Test extends UserDatasetsContract {
    @TempDir
    private Path folder;

    @Override
    Database freshDatabase() {
        return TestDatabase.h2File(folder);
    }
}
