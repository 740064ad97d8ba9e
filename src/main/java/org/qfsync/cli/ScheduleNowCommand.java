package org.qfsync.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.http.Sleeper;
import org.qfsync.job.RunResult;
import org.qfsync.report.RunHead;
import org.qfsync.schedule.ScheduleControl;
import org.qfsync.schedule.ScheduleState;
import org.qfsync.token.Actor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was asked for; with --wait: the night is complete",
            "2:the command line is wrong",
            "3:with --wait: some users or datasets failed",
            "4:no daemon is at work; with --wait: the run failed, or the daemon died",
            "5:another process has the H2 file",
            "6:with --wait: the run was stopped",
            "78:the configuration, the keyset or the database's identity is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  qfsync schedule now", "  qfsync schedule now --wait && echo complete"})
final class ScheduleNowCommand implements Callable<Integer> {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final RootCommand root;
    private final Surroundings around;

    @Option(names = "--wait", description = "Until the daemon is through with it; the exit code is that of the run.")
    private boolean wait;

    ScheduleNowCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
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
            return wait ? end(program, control) : ExitCodes.OK;
        }
    }

    private int end(Program program, ScheduleControl control) throws InterruptedException {
        Sleeper sleeper = program.get(Sleeper.class);
        for (ScheduleState now = control.state(0); now.asked() || now.firing(); now = control.state(0)) {
            requireDaemon(now, program.get(Clock.class).instant());
            sleeper.sleep(BETWEEN_LOOKS);
        }
        // Who waited so long is told of the last run, also if there was nothing left to do.
        return RunsCommand.reports(program).latest(1).stream()
                .findFirst()
                .map(this::tell)
                .orElse(ExitCodes.FAILED);
    }

    private void requireDaemon(ScheduleState state, Instant now) {
        if (!Daemons.isAlive(state, now)) {
            throw new CommandFailedException(
                    "The daemon died"
                            + state.daemonSeenAt()
                                    .map(at -> " (last seen " + Daemons.ago(at, now) + ")")
                                    .orElse("")
                            + (state.asked() ? " before it began" : " in the run")
                            + ". Start it again, and it takes up what was asked for: " + around.command()
                            + " daemon. Or do it yourself: " + around.command() + " run",
                    ExitCodes.FAILED);
        }
    }

    private int tell(RunHead run) {
        say("Run %d, night %s, pass %d: %s. Look: %s runs show %d"
                .formatted(run.id(), run.night(), run.pass(), run.verdictWord(), around.command(), run.id()));
        return run.verdict()
                .map(verdict -> ExitCodes.of(RunResult.End.valueOf(verdict.name())))
                .orElse(ExitCodes.FAILED);
    }

    private void say(String line) {
        around.screen().out().println(line);
    }
}
