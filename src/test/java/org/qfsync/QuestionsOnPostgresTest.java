package org.qfsync;

import java.nio.file.Path;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.TestDatabase;

class QuestionsOnPostgresTest extends QuestionsContract {
    @Override
    DatabaseProperties database(Path folder) {
        return TestDatabase.postgresWithSchema();
    }

    @Override
    boolean keepsAnswers() {
        return true;
    }
}
