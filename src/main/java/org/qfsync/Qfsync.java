package org.qfsync;

import java.time.Clock;
import java.util.Map;
import org.qfsync.cli.Cli;
import org.qfsync.cli.OrderlyStop;
import org.qfsync.cli.Screen;

/** Starts the program. */
public final class Qfsync {
    private Qfsync() {}

    /** Runs the command that the arguments name, and ends the process with its exit code. */
    public static void main(String[] args) {
        // Logback is configured by us, for each kind of command; Spring Boot must not do it again.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        Map<String, String> environment = System.getenv();
        Screen screen = Screen.ofProcess(environment);
        OrderlyStop stop = OrderlyStop.ofProcess();
        Clock clock = Clock.systemUTC();
        Cli cli = new Cli(
                new SpringProgramLauncher(environment, clock, new LogFiles()), screen, stop, environment, clock);
        System.exit(stop.during(() -> cli.execute(args)));
    }
}
