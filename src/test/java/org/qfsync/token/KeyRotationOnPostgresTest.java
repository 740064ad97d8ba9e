package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class KeyRotationOnPostgresTest extends KeyRotationContract {
    KeyRotationOnPostgresTest() {
        super(folder -> TestDatabase.postgres());
    }
}
