package org.qfsync;

import org.qfsync.cli.ProgramLauncher;

/** Says where log lines go. */
@FunctionalInterface
interface LogSetup {
    /** Leaves logging as it is. */
    LogSetup UNCHANGED = (properties, logs) -> {};

    /** From now on, for a program with that configuration. */
    void use(QfsyncProperties properties, ProgramLauncher.Logs logs);
}
