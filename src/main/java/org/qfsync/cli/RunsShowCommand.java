package org.qfsync.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.job.LiveRun;
import org.qfsync.job.LiveRuns;
import org.qfsync.report.Remedies;
import org.qfsync.report.RunReport;
import org.qfsync.report.RunReports;
import org.qfsync.report.RunSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one run: what it did, whom it left open and why, what repairs that, and its steps. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Shows a run: rows per dataset, failures by cause with what to do, the users and the command that repairs it"
                    + " ($), and the steps of each attempt with how long they took."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  qfsync runs show", "  qfsync runs show 12"})
final class RunsShowCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Parameters(
            paramLabel = "ID",
            arity = "0..1",
            description = "Number of the run, as qfsync runs list has it (default: the latest).")
    private @Nullable Long id;

    RunsShowCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync runs show")) {
            RunReports reports = RunsCommand.reports(program);
            RunReport report = report(reports);
            long shown = report.run().id();
            // Asked for before anything is printed: without a database there is nothing to print but that.
            List<String> summary = RunSummary.linesInFull(report, RunsCommand.consentNotes(program));
            List<String> steps = StepTree.lines(reports.steps(report.run()));
            PrintWriter out = around.screen().out();
            out.println("Run " + shown + " (" + report.run().kind()
                    + report.run()
                            .selection()
                            .map(selection -> ": " + selection)
                            .orElse("") + ")");
            summary.forEach(out::println);
            if (report.run().verdict().isEmpty()) {
                tellWithoutVerdict(shown, program.get(LiveRuns.class).now(), out);
            }
            out.println();
            out.println("Steps:");
            steps.forEach(line -> out.println("  " + line));
            return ExitCodes.OK;
        }
    }

    private RunReport report(RunReports reports) {
        if (id == null) {
            return reports.latest(1).stream()
                    .findFirst()
                    .flatMap(run -> reports.find(run.id()))
                    .orElseThrow(() -> new CommandFailedException(
                            "There is no run yet. Begin one: " + Remedies.RUN, ExitCodes.USAGE));
        }
        return reports.find(id)
                .orElseThrow(() -> new CommandFailedException(
                        "There is no run " + id + ". See those there are: qfsync runs list", ExitCodes.USAGE));
    }

    private static void tellWithoutVerdict(long run, Optional<LiveRun> live, PrintWriter out) {
        out.println();
        if (live.filter(now -> now.runId() == run).isPresent()) {
            out.println("It is under way: " + LiveText.headline(live.get()));
            out.println("  " + LiveText.counts(live.get()) + "  " + LiveText.pace(live.get()));
            out.println("    $ " + Remedies.watch());
        } else {
            out.println("It has no verdict and is not under way: its process died.");
            out.println("    $ " + Remedies.recover());
            out.println("    $ " + Remedies.restart(run));
        }
    }
}
