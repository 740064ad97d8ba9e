package org.qfsync.cli;

import java.util.concurrent.Callable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.schedule.ScheduleControl;
import org.qfsync.token.Actor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets the schedule start nothing until it is resumed. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = {
            "Lets the daemon start no run by itself until the schedule is resumed, after a restart of the daemon, too."
                    + " A run under way goes on; what would have been fired meanwhile is not made up for.",
            "What you or cron start with qfsync run is by hand, and is not paused."
        },
        footerHeading = "%nExit code 0, also if it was paused already. Example:%n",
        footer = "  qfsync schedule pause --reason 'the service is under maintenance'")
final class SchedulePauseCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever finds it paused.")
    private String reason = "";

    SchedulePauseCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync schedule pause")) {
            ScheduleControl control = StoredSchedule.of(program);
            boolean changed = control.pause(Actor.operator().name(), reason);
            around.screen()
                    .out()
                    .println(
                            changed
                                    ? "Paused: the daemon starts no run until " + around.command()
                                            + " schedule resume. Runs by hand and by cron (" + around.command()
                                            + " run) are not paused."
                                    : "Nothing to do: it is "
                                            + control.currentPause()
                                                    .map(pause -> pause.words())
                                                    .orElse("not paused any more")
                                            + ".");
            return ExitCodes.OK;
        }
    }
}
