package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class ConcurrencyOnH2Test extends ConcurrencyContract {
    ConcurrencyOnH2Test() {
        super(TestDatabase::h2File);
    }
}
