package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class CustodyOnH2Test extends CustodyContract {
    CustodyOnH2Test() {
        super(TestDatabase::h2File);
    }
}
