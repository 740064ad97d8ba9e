package org.qfsync;

import java.nio.file.Path;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.TestDatabase;

class OracleOnH2Test extends OracleContract {
    @Override
    DatabaseProperties database(Path folder) {
        return TestDatabase.h2FileWithSchema(folder);
    }
}
