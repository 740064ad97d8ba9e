package org.qfsync;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.TestDatabase;

@Tag("deep")
class NightOnPostgresTest extends NightContract {
    @Override
    DatabaseProperties database(Path folder) {
        return TestDatabase.postgresWithSchema();
    }

    @Override
    void takeLease(NightBench program, long pid, String host, int seconds) {
        Leases.take(program, pid, host, seconds);
    }
}
