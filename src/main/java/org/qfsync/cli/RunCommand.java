package org.qfsync.cli;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.job.RunRequest;
import org.qfsync.report.RunSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs tonight, or resumes or repeats another night, as far as it is open. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs tonight's sync as far as it is open: starts it, resumes it after a failure or a stop, repeats the users"
                    + " that failed, or says that nothing is left to do. Running it twice never does harm.",
            "SIGTERM stops it after the users in flight; the next run resumes."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  qfsync run                     tonight, for cron: 30 2 * * * ops/qfsync run",
            "  qfsync run --for 2026-10-04    resume an earlier night",
            "  qfsync run --again             a further full pass although the night is complete"
        })
final class RunCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Option(
            names = "--for",
            paramLabel = "DATE",
            description = "The night to run, as in 2026-10-04 (default: tonight).")
    private @Nullable LocalDate night;

    @Option(names = "--again", description = "Start a further full pass although the night is complete.")
    private boolean again;

    RunCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        around.stop().onStop(() -> around.screen().err().println("Stopping after the users in flight ..."));
        try (Program program = around.start(root, "qfsync run")) {
            RunRequest request = new RunRequest(Optional.ofNullable(night), again, "qfsync run");
            ShownRun.Shown shown = ShownRun.run(program, request, around);
            if (shown.exitCode() != ExitCodes.BUSY) {
                shown.report().ifPresent(report -> tellNext(RunSummary.next(report)));
            }
            return shown.exitCode();
        }
    }

    private void tellNext(List<String> commands) {
        around.screen().out().println();
        around.screen().out().println("Next:");
        commands.forEach(command -> around.screen().out().println("  " + command));
    }
}
