package org.qfsync.cli;

import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.domain.Selection;
import org.qfsync.job.RunRequest;
import org.qfsync.job.RunResult;
import org.qfsync.job.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs tonight, or resumes or repeats another night, as far as it is open. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs tonight's sync as far as it is open: starts it, resumes it after a failure or a stop, repeats the users"
                    + " that failed, or says that nothing is left to do. Running it twice never does harm.",
            "SIGTERM stops it after the users in flight, as qfsync runs stop does; the next run resumes."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  qfsync run                     tonight, for cron: 30 2 * * * ops/qfsync run",
            "  qfsync run --for 2026-10-04    resume an earlier night",
            "  qfsync run --again             a further full pass although the night is complete",
            "  qfsync run --only bookmarks,notes --user 3f0c1a52-77aa-4c7e-9d5e-6f2f5a1e0b11",
            "  qfsync run --dry-run           what a run would do now"
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

    @Mixin
    private final ChosenData chosen = new ChosenData();

    @Option(
            names = "--dry-run",
            description = {
                "Ask for everything and compare, but write nothing: the exit code is that of a real run.",
                "Tokens that have to be rotated on the way are rotated, and stored."
            })
    private boolean dryRun;

    RunCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        Selection selection = chosen.typed();
        around.stop().onStop(() -> around.screen().err().println("Stopping after the users in flight ..."));
        String doing = dryRun ? "qfsync run --dry-run" : "qfsync run";
        try (Program program = dryRun ? around.rehearse(root, doing) : around.start(root, doing)) {
            return dryRun
                    ? run(program, selection, doing)
                    : ShownRun.measured(program, () -> run(program, selection, doing));
        }
    }

    private int run(Program program, Selection selection, String doing) {
        Selection standing = chosen.standing(selection, program, around);
        RunRequest request = new RunRequest(Optional.ofNullable(night), again, standing, doing);
        ShownRun.Shown shown = ShownRun.run(program, request, around);
        if (dryRun) {
            tellRehearsal(shown, program.get(Runs.class).tokenRefreshes());
        } else if (shown.exitCode() != ExitCodes.BUSY) {
            shown.report().ifPresent(report -> ShownRun.tellNext(report, program, around.screen()));
        }
        return shown.exitCode();
    }

    private void tellRehearsal(ShownRun.Shown shown, long presented) {
        if (shown.result().end() == RunResult.End.LEASE_TAKEN) {
            return;
        }
        around.screen().out().println();
        around.screen()
                .out()
                .println("Dry run: nothing of this was written. "
                        + (presented == 0
                                ? "No refresh token was presented."
                                : presented + (presented == 1 ? " refresh token was" : " refresh tokens were")
                                        + " presented; what was rotated is stored, because a rotation cannot be"
                                        + " undone."));
    }
}
