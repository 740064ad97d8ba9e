package org.qfsync.job;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.store.Database;
import org.qfsync.testing.TestDatabase;

class OpenWorkOnH2Test extends OpenWorkContract {
    @TempDir
    Path folder;

    @Override
    Database open() {
        return TestDatabase.h2File(folder);
    }
}
