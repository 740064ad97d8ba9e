package org.qfsync.store;

import org.qfsync.testing.TestDatabase;

class RowWriterOnPostgresTest extends RowWriterContract {
    @Override
    Database freshDatabase() {
        return TestDatabase.postgres();
    }

    @Override
    String rowVersionQuery() {
        return "SELECT CAST(xmin AS VARCHAR) AS xmin, CAST(ctid AS VARCHAR) AS ctid FROM qf.bookmark";
    }
}
