package org.qfsync.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.testing.TestDatabase;

class MappingOnH2Test extends MappingContract {
    @TempDir
    private Path folder;

    @Override
    Database freshDatabase() {
        return TestDatabase.h2File(folder);
    }
}
