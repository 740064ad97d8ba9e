package org.qfsync;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.TestDatabase;

@Tag("deep")
class EndOfConsentOnPostgresTest extends EndOfConsentContract {
    @Override
    DatabaseProperties database(Path folder) {
        return TestDatabase.postgresWithSchema();
    }
}
