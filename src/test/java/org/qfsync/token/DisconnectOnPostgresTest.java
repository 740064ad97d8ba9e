package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class DisconnectOnPostgresTest extends DisconnectContract {
    DisconnectOnPostgresTest() {
        super(folder -> TestDatabase.postgres());
    }
}
