package org.qfsync.store;

import java.nio.file.Path;
import org.qfsync.testing.TestDatabase;

class DictionaryOnH2Test extends DictionaryContract {
    @Override
    Database freshDatabase(Path folder) {
        return TestDatabase.h2File(folder);
    }
}
