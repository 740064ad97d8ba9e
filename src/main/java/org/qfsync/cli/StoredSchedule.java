package org.qfsync.cli;

import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.schedule.ScheduleControl;
import org.qfsync.store.DatabaseInUseException;

/** The schedule as it is stored, for commands that change it. */
final class StoredSchedule {
    private StoredSchedule() {}

    /** @throws CommandFailedException if a daemon has the H2 file to itself; it says what to do instead */
    static ScheduleControl of(Program program) {
        try {
            return program.get(ScheduleControl.class);
        } catch (DatabaseInUseException e) {
            throw new CommandFailedException(
                    e.getMessage() + " If it is the daemon, do this in its web console, or stop it first.",
                    ExitCodes.BUSY);
        }
    }
}
