package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class AuditOnPostgresTest extends AuditContract {
    AuditOnPostgresTest() {
        super(folder -> TestDatabase.postgres());
    }
}
