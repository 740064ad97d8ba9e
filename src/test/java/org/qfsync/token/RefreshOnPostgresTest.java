package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class RefreshOnPostgresTest extends RefreshContract {
    RefreshOnPostgresTest() {
        super(folder -> TestDatabase.postgres());
    }
}
