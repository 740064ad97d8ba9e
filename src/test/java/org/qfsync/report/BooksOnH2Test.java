package org.qfsync.report;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.store.Database;
import org.qfsync.testing.TestDatabase;

class BooksOnH2Test extends BooksContract {
    @TempDir
    Path folder;

    @Override
    Database open() {
        return TestDatabase.h2File(folder);
    }
}
