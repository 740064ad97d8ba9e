package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class CustodyOnPostgresTest extends CustodyContract {
    CustodyOnPostgresTest() {
        super(folder -> TestDatabase.postgres());
    }
}
