package org.qfsync.store;

import org.qfsync.testing.TestDatabase;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;

class LibraryTablesOnPostgresTest extends LibraryTablesContract {
    @Override
    Database freshDatabase() {
        return TestDatabase.postgres();
    }

    @Override
    String quartzDelegate() {
        return PostgreSQLDelegate.class.getName();
    }
}
