package org.qfsync.process;

import java.util.Map;
import org.qfsync.TestPrograms;
import org.qfsync.testing.TestDatabase;

class KilledRunOnPostgresTest extends KilledRunContract {
    @Override
    Map<String, String> database() {
        return TestPrograms.database(TestDatabase.postgresProperties());
    }
}
