package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class GrantStatesOnH2Test extends GrantStatesContract {
    GrantStatesOnH2Test() {
        super(TestDatabase::h2File);
    }
}
