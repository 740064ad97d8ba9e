package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class ApiRefusalOnPostgresTest extends ApiRefusalContract {
    ApiRefusalOnPostgresTest() {
        super(folder -> TestDatabase.postgres());
    }
}
