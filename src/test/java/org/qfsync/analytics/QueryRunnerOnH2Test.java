package org.qfsync.analytics;

import java.nio.file.Path;
import org.qfsync.store.Database;
import org.qfsync.testing.TestDatabase;

class QueryRunnerOnH2Test extends QueryRunnerContract {
    @Override
    Database freshDatabase(Path folder) {
        return TestDatabase.h2File(folder);
    }

    @Override
    String endlessQuery() {
        return "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 100000000) a, SYSTEM_RANGE(1, 1000) b WHERE MOD(a.x * b.x, 7) = 8";
    }
}
