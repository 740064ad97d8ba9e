package org.qfsync.analytics;

import java.nio.file.Path;
import org.qfsync.store.Database;
import org.qfsync.testing.TestDatabase;

class AnalyticsExportOnPostgresTest extends AnalyticsExportContract {
    @Override
    Database freshDatabase(Path folder) {
        return TestDatabase.postgres();
    }
}
