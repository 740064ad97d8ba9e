package org.qfsync;

import java.nio.file.Path;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.TestDatabase;

class QueryCommandsOnH2Test extends QueryCommandsContract {
    @Override
    DatabaseProperties freshDatabase(Path folder) {
        return TestDatabase.h2FileWithSchema(folder);
    }
}
