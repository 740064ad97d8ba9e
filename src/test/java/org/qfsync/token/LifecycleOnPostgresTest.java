package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class LifecycleOnPostgresTest extends LifecycleContract {
    LifecycleOnPostgresTest() {
        super(folder -> TestDatabase.postgres());
    }
}
