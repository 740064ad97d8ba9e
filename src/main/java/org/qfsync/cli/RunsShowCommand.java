package org.qfsync.cli;

import static org.qfsync.report.TextTable.number;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.report.RunReport;
import org.qfsync.report.RunReports;
import org.qfsync.report.RunSummary;
import org.qfsync.report.Spans;
import org.qfsync.report.StepAttempt;
import org.qfsync.report.TextTable;
import org.qfsync.report.TextTable.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one run: what it did, whom it left open and why, and its steps. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Shows a run: rows per dataset, failures by cause with what to do, and the steps of each attempt.",
        footerHeading = "%nExample:%n",
        footer = "  qfsync runs show 12")
final class RunsShowCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Parameters(paramLabel = "ID", description = "Number of the run, as qfsync runs lists it.")
    private long id;

    RunsShowCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync runs show")) {
            RunReports reports = RunsCommand.reports(program);
            RunReport report = reports.find(id)
                    .orElseThrow(() -> new CommandFailedException(
                            "There is no run " + id + ". See those there are: qfsync runs", ExitCodes.USAGE));
            PrintWriter out = around.screen().out();
            out.println("Run " + id + " (" + report.run().kind()
                    + report.run()
                            .selection()
                            .map(selection -> ": " + selection)
                            .orElse("") + ")");
            RunSummary.linesInFull(report, RunsCommand.consentNotes(program)).forEach(out::println);
            out.println();
            out.println("Steps:");
            steps(reports.steps(report.run())).lines().forEach(line -> out.println("  " + line));
            return ExitCodes.OK;
        }
    }

    private static TextTable steps(List<StepAttempt> steps) {
        TextTable table = new TextTable(List.of(
                Column.number("Attempt"),
                Column.text("Step"),
                Column.text("Status"),
                Column.number("Duration"),
                Column.number("Taken up"),
                Column.number("Stored"),
                Column.number("Set aside"),
                Column.number("Failed")));
        for (StepAttempt step : steps) {
            table.row(List.of(
                    Integer.toString(step.attempt()),
                    step.step() + (step.workers() > 1 ? " x " + step.workers() : ""),
                    step.status(),
                    step.duration().map(Spans::words).orElse("-"),
                    number(step.read()),
                    number(step.written()),
                    number(step.setAside()),
                    number(step.failed())));
        }
        return table;
    }
}
