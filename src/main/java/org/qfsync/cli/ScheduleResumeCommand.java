package org.qfsync.cli;

import java.util.concurrent.Callable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.schedule.ScheduleControl;
import org.qfsync.token.Actor;
import picocli.CommandLine.Command;

/** Lets the schedule start runs again. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Lets the daemon start runs by its schedule again, from the next fire on. What was missed in the"
                + " pause is not made up for: start tonight's run with qfsync schedule now, or qfsync run.",
        footerHeading = "%nExit code 0, also if it was not paused. Example:%n",
        footer = "  qfsync schedule resume")
final class ScheduleResumeCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    ScheduleResumeCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync schedule resume")) {
            ScheduleControl control = StoredSchedule.of(program);
            boolean changed = control.resume(Actor.operator().name());
            String next = control.state(1).nextStart().map(Object::toString).orElse("never");
            around.screen()
                    .out()
                    .println((changed ? "Resumed" : "Nothing to do: it is not paused") + ". Next run: " + next);
            return ExitCodes.OK;
        }
    }
}
