package org.qfsync;

import java.nio.file.Path;
import net.jqwik.api.Tag;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.TestDatabase;

/** Slow, and the H2 twin meets the same paths in each build. */
@Tag("deep")
class OracleOnPostgresTest extends OracleContract {
    @Override
    DatabaseProperties database(Path folder) {
        return TestDatabase.postgresWithSchema();
    }
}
