package org.qfsync.store;

import java.nio.file.Path;
import org.qfsync.testing.TestDatabase;

class DictionaryOnPostgresTest extends DictionaryContract {
    @Override
    Database freshDatabase(Path folder) {
        return TestDatabase.postgres();
    }
}
