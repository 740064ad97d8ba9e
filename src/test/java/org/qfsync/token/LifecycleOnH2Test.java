package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class LifecycleOnH2Test extends LifecycleContract {
    LifecycleOnH2Test() {
        super(TestDatabase::h2File);
    }
}
