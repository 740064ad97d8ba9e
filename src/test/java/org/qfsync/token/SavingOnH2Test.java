package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class SavingOnH2Test extends SavingContract {
    SavingOnH2Test() {
        super(TestDatabase::h2File);
    }
}
