package org.qfsync;

import java.nio.file.Path;
import org.qfsync.store.DatabaseProperties;
import org.qfsync.testing.TestDatabase;

class NightOnH2Test extends NightContract {
    @Override
    DatabaseProperties database(Path folder) {
        return TestDatabase.h2FileWithSchema(folder);
    }

    /** An H2 file has one owner process: any other holder is dead, only this process can be a live one. */
    @Override
    void takeLease(NightBench program, long pid, String host, int seconds) {
        Leases.take(program, pid, seconds > 0 ? Leases.thisProcess() : host, seconds);
    }
}
