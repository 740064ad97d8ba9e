package org.qfsync.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.testing.TestDatabase;

class ReaderAccountOnH2Test extends ReaderAccountContract {
    @TempDir
    private Path folder;

    @Override
    Database freshDatabase() {
        return TestDatabase.h2File(folder);
    }

    @Override
    String allowWritesInSession() {
        return "SELECT 1";
    }

    @Override
    String endlessQuery() {
        return "SELECT SUM(a.x * b.x) FROM SYSTEM_RANGE(1, 1000000) a, SYSTEM_RANGE(1, 1000000) b";
    }
}
