package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class SecretAgeOnPostgresTest extends SecretAgeContract {
    SecretAgeOnPostgresTest() {
        super(folder -> TestDatabase.postgres());
    }
}
