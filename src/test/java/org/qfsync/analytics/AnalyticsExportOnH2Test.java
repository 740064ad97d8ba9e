package org.qfsync.analytics;

import java.nio.file.Path;
import org.qfsync.store.Database;
import org.qfsync.testing.TestDatabase;

class AnalyticsExportOnH2Test extends AnalyticsExportContract {
    @Override
    Database freshDatabase(Path folder) {
        return TestDatabase.h2File(folder);
    }
}
