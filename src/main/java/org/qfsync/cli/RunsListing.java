package org.qfsync.cli;

import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qfsync.analytics.OutputFormat;
import org.qfsync.analytics.RowPrinter;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.report.RunHead;
import org.qfsync.report.Spans;
import org.qfsync.report.TextTable.Column;
import picocli.CommandLine.Option;

/** The list of runs, as {@code qfsync runs} and {@code qfsync runs list} print it. */
final class RunsListing {
    private static final List<Column> COLUMNS = List.of(
            Column.number("id"),
            Column.text("night"),
            Column.number("pass"),
            Column.text("kind"),
            Column.text("verdict"),
            Column.text("started_at"),
            Column.text("duration"),
            Column.number("attempts"),
            Column.number("requests"),
            Column.number("token_refreshes"));

    @Option(names = "--format", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES} (default: table).")
    private OutputFormat format = OutputFormat.TABLE;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit = 30;

    int print(RootCommand root, Surroundings around) {
        try (Program program = around.start(root, "qfsync runs list")) {
            // Asked for first: without a database there is nothing to print but that.
            List<List<@Nullable Object>> runs = RunsCommand.reports(program).latest(limit).stream()
                    .map(RunsListing::row)
                    .toList();
            RowPrinter.print(format, COLUMNS, runs, around.screen().out());
            return ExitCodes.OK;
        }
    }

    private static List<@Nullable Object> row(RunHead run) {
        return Arrays.asList(
                run.id(),
                run.night().toString(),
                run.pass(),
                run.kind(),
                run.verdictWord(),
                run.startedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                run.duration().map(Spans::words).orElse(null),
                run.attempts(),
                run.requests(),
                run.tokenRefreshes());
    }
}
