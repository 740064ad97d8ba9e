package org.qfsync.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.job.Recovered;
import org.qfsync.job.Run;
import org.qfsync.job.Runs;
import org.qfsync.report.Remedies;
import org.qfsync.report.RunReports;
import picocli.CommandLine.Command;

/** Puts in order what a run left behind whose process died. */
@Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        description = {
            "After a run whose process died: closes its books as FAILED, gives back the right to run, tells of it over"
                    + " the notification channels, and says how to go on. Each run does the same by itself when it begins; this is for knowing before.",
            "The heartbeat of the run lease tells the dead from the living: for a run that is alive it refuses with 5."
                    + " A process that died on another machine counts as alive for up to a minute."
        },
        footerHeading = "%nExample:%n",
        footer = "  qfsync runs recover")
final class RunsRecoverCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    RunsRecoverCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync runs recover")) {
            return ShownRun.measured(program, () -> recover(program));
        }
    }

    private int recover(Program program) {
        Recovered recovered = program.get(Runs.class).recover("qfsync runs recover");
        if (recovered.busy().isPresent()) {
            around.screen().err().println(recovered.busy().get());
            return ExitCodes.BUSY;
        }
        tell(recovered, RunsCommand.reports(program), around.screen().out());
        return ExitCodes.OK;
    }

    private static void tell(Recovered recovered, RunReports reports, PrintWriter out) {
        if (recovered.closed().isEmpty() && recovered.executions() == 0 && recovered.grants() == 0) {
            out.println("No dead process left anything behind; nothing to do.");
            return;
        }
        for (Run run : recovered.closed()) {
            String code = reports.find(run.id())
                    .flatMap(report -> report.run().failureCode())
                    .orElse("process_died");
            out.println("Run " + run.id() + " (" + run.name() + ") is FAILED now: " + code);
            out.println("  To go on after the last stored user: " + Remedies.restart(run.id()));
        }
        if (recovered.grants() > 0) {
            out.println(
                    recovered.grants() + (recovered.grants() == 1 ? " user's" : " users'")
                            + " refresh was cut off; the next run finds out how it ended. See: qfsync users list --state in_doubt");
        }
    }
}
