package org.qfsync.process;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.qfsync.TestPrograms;
import org.qfsync.testing.TestDatabase;

@Tag("deep")
class KilledRunOnPostgresTest extends KilledRunContract {
    @Override
    Map<String, String> database() {
        return TestPrograms.database(TestDatabase.postgresProperties());
    }
}
