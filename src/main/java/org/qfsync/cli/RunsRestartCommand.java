package org.qfsync.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.job.RunAudit;
import org.qfsync.token.Actor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Goes on with a run that failed, was stopped or was killed. */
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        description = {
            "Goes on with a run that is FAILED or STOPPED, or whose process died, after the last stored user: what is done"
                    + " is not done again. Of a night it must be the last run.",
            "The exit code is that of the run, see qfsync --help."
        },
        footerHeading = "%nExample:%n",
        footer = "  qfsync runs restart 12")
final class RunsRestartCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Parameters(paramLabel = "ID", description = "Number of the run, as qfsync runs list has it.")
    private long id;

    RunsRestartCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        String doing = "qfsync runs restart " + id;
        around.stop().onStop(() -> around.screen().err().println("Stopping after the users in flight ..."));
        try (Program program = around.start(root, doing)) {
            return ShownRun.runAndTellNext(
                    program,
                    runs -> {
                        program.get(RunAudit.class)
                                .rerun(Actor.operator().name(), List.of(), "resumption of run " + id);
                        return runs.restart(id, doing);
                    },
                    around);
        }
    }
}
