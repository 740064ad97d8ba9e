package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class KeepAliveOnH2Test extends KeepAliveContract {
    KeepAliveOnH2Test() {
        super(TestDatabase::h2File);
    }
}
