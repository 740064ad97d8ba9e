package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class DisconnectOnH2Test extends DisconnectContract {
    DisconnectOnH2Test() {
        super(TestDatabase::h2File);
    }
}
