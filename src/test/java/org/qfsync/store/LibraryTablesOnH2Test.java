package org.qfsync.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.testing.TestDatabase;
import org.quartz.impl.jdbcjobstore.StdJDBCDelegate;

class LibraryTablesOnH2Test extends LibraryTablesContract {
    @TempDir
    private Path folder;

    @Override
    Database freshDatabase() {
        return TestDatabase.h2File(folder);
    }

    @Override
    String quartzDelegate() {
        return StdJDBCDelegate.class.getName();
    }
}
