package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class AuditOnH2Test extends AuditContract {
    AuditOnH2Test() {
        super(TestDatabase::h2File);
    }
}
