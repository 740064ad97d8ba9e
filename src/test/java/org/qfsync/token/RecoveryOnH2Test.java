package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class RecoveryOnH2Test extends RecoveryContract {
    RecoveryOnH2Test() {
        super(TestDatabase::h2File);
    }
}
