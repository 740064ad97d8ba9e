package org.qfsync.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.qfsync.testing.TestDatabase;

class RowWriterOnH2Test extends RowWriterContract {
    @TempDir
    private Path folder;

    @Override
    Database freshDatabase() {
        return TestDatabase.h2File(folder);
    }

    @Override
    String rowVersionQuery() {
        // H2 shows no version of a row: the columns that every write sets stand for it
        return "SELECT changed_at, run_id, content_hash IS NULL AS unhashed FROM qf.bookmark";
    }
}
