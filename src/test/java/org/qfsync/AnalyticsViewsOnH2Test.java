package org.qfsync;

import java.nio.file.Path;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.TestDatabase;

class AnalyticsViewsOnH2Test extends AnalyticsViewsContract {
    @Override
    DatabaseProperties database(Path folder) {
        return TestDatabase.h2FileWithSchema(folder);
    }
}
