package org.qfsync.cli;

import java.time.Clock;
import java.util.Map;
import org.qfsync.cli.ProgramLauncher.Logs;
import org.qfsync.cli.ProgramLauncher.Occasion;
import org.qfsync.cli.ProgramLauncher.Program;

/**
 * What every command works with.
 *
 * @param launcher starts the program
 * @param screen where to write
 * @param stop how the process is stopped
 * @param environment the process's environment variables
 * @param clock the process's
 */
record Surroundings(
        ProgramLauncher launcher, Screen screen, OrderlyStop stop, Map<String, String> environment, Clock clock) {
    /** Starts the program for a one-shot command. */
    Program start(RootCommand root, String doing) {
        return launcher.start(Occasion.of(doing).with(logs(root)));
    }

    /** The same for a command of which nothing but tokens shall stand. */
    Program rehearse(RootCommand root, String doing) {
        return launcher.start(Occasion.of(doing).with(logs(root)).rehearsing());
    }

    /** How this program is typed here: the launcher script tells its own name. */
    String command() {
        return System.getProperty("qfsync.command", "qfsync");
    }

    static Logs logs(RootCommand root) {
        return root.isVerbose() ? Logs.VERBOSE : Logs.QUIET;
    }
}
