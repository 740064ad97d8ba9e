package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class ApiRefusalOnH2Test extends ApiRefusalContract {
    ApiRefusalOnH2Test() {
        super(TestDatabase::h2File);
    }
}
