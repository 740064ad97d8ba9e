package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class SeparationOnH2Test extends SeparationContract {
    SeparationOnH2Test() {
        super(TestDatabase::h2File);
    }
}
