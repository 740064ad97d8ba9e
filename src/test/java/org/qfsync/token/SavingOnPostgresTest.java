package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class SavingOnPostgresTest extends SavingContract {
    SavingOnPostgresTest() {
        super(folder -> TestDatabase.postgres());
    }
}
