package org.qfsync.token;

import org.qfsync.testing.TestDatabase;

class SecretAgeOnH2Test extends SecretAgeContract {
    SecretAgeOnH2Test() {
        super(TestDatabase::h2File);
    }
}
