package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class GrantStatesOnPostgresTest extends GrantStatesContract {
    GrantStatesOnPostgresTest() {
        super(folder -> TestDatabase.postgres());
    }
}
