package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class RefreshOnH2Test extends RefreshContract {
    RefreshOnH2Test() {
        super(TestDatabase::h2File);
    }
}
