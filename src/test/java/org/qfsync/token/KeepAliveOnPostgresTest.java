package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class KeepAliveOnPostgresTest extends KeepAliveContract {
    KeepAliveOnPostgresTest() {
        super(folder -> TestDatabase.postgres());
    }
}
