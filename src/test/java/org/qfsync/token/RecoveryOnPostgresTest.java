package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class RecoveryOnPostgresTest extends RecoveryContract {
    RecoveryOnPostgresTest() {
        super(folder -> TestDatabase.postgres());
    }
}
