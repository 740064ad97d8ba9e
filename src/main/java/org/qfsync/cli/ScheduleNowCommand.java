package org.qfsync.cli;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.schedule.ScheduleControl;
import org.qfsync.schedule.ScheduleState;
import org.qfsync.token.Actor;
import picocli.CommandLine.Command;

/** Asks the daemon for tonight's run. */
@Command(
        name = "now",
        mixinStandardHelpOptions = true,
        description = {
            "Asks the daemon to run tonight as far as it is open, at once, paused or not; it does so within half a"
                    + " minute, and repeats it as it does any night. Needs PostgreSQL, where the daemon finds the request"
                    + " in the database.",
            "On H2 the daemon has the database to itself: ask for the run in its web console, or stop the daemon and type"
                    + " qfsync run."
        },
        footerHeading =
                "%nExit code 0 if it was asked, 4 if no daemon is at work, 5 if another process has the H2 file."
                        + " Examples:%n",
        footer = {"  qfsync schedule now", "  qfsync runs watch                     how it goes on"})
final class ScheduleNowCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    ScheduleNowCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync schedule now")) {
            ScheduleControl control = StoredSchedule.of(program);
            ScheduleState state = control.state(0);
            if (!Daemons.isAlive(state, program.get(Clock.class).instant())) {
                throw new CommandFailedException(
                        "No daemon is at work on this database, so nobody would start the run. Start it yourself: "
                                + around.command() + " run",
                        ExitCodes.FAILED);
            }
            if (state.firing()) {
                say("A run of the schedule is under way already. Look: " + around.command() + " runs");
            } else if (control.now(Actor.operator().name())) {
                say("Asked: the daemon begins within half a minute. Look: " + around.command() + " runs");
            } else {
                say("It was asked for already; the daemon has not begun yet.");
            }
            return ExitCodes.OK;
        }
    }

    private void say(String line) {
        around.screen().out().println(line);
    }
}
