package org.qfsync;

import java.nio.file.Path;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.TestDatabase;

class ContentNightsOnH2Test extends ContentNightsContract {
    @Override
    DatabaseProperties database(Path folder) {
        return TestDatabase.h2FileWithSchema(folder);
    }
}
