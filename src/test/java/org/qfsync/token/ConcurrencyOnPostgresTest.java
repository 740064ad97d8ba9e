package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class ConcurrencyOnPostgresTest extends ConcurrencyContract {
    ConcurrencyOnPostgresTest() {
        super(folder -> TestDatabase.postgres());
    }
}
