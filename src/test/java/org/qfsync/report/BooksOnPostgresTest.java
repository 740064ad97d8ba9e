package org.qfsync.report;

import org.qfsync.store.Database;
import org.qfsync.testing.TestDatabase;

class BooksOnPostgresTest extends BooksContract {
    @Override
    Database open() {
        return TestDatabase.postgres();
    }
}
