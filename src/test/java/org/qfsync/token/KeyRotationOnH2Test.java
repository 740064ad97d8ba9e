package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class KeyRotationOnH2Test extends KeyRotationContract {
    KeyRotationOnH2Test() {
        super(TestDatabase::h2File);
    }
}
