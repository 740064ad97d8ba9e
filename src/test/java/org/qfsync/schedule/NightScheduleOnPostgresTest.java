package org.qfsync.schedule;

import java.util.Map;
import org.qfsync.TestPrograms;
import org.qfsync.testing.TestDatabase;

class NightScheduleOnPostgresTest extends NightScheduleContract {
    @Override
    Map<String, String> database() {
        return TestPrograms.database(TestDatabase.postgresWithSchema());
    }
}
