package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class SeparationOnPostgresTest extends SeparationContract {
    SeparationOnPostgresTest() {
        super(folder -> TestDatabase.postgres());
    }
}
