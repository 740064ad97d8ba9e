package org.qfsync;

import org.qfsync.cli.ProgramLauncher;
import org.qfsync.domain.Home;

/** Says where log lines go. */
@FunctionalInterface
interface LogSetup {
    /** Leaves logging as it is. */
    LogSetup UNCHANGED = (home, logs) -> {};

    /** From now on, for a program with that home. */
    void use(Home home, ProgramLauncher.Logs logs);
}
