package org.qfsync.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.testing.TestDatabase;

class LossesOnH2Test extends LossesContract {
    @TempDir
    private static Path folder;

    @Override
    Database freshDatabase() {
        return TestDatabase.h2File(folder);
    }
}
