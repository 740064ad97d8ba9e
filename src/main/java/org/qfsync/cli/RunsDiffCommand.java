package org.qfsync.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.qfsync.analytics.OutputFormat;
import org.qfsync.analytics.RowPrinter;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.report.RunDiff;
import org.qfsync.report.RunDiff.ChangedUsers;
import org.qfsync.report.RunDiff.DatasetPair;
import org.qfsync.report.RunDiffs;
import org.qfsync.report.RunHead;
import org.qfsync.report.RunReport;
import org.qfsync.report.Spans;
import org.qfsync.report.TextTable;
import org.qfsync.report.TextTable.Column;
import org.qfsync.store.DatasetStates;
import org.qfsync.store.DatasetSummary;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows two runs side by side. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Shows two runs side by side: how long they took, their requests, what they did to each dataset, and the users"
                    + " whose result changed, by cause.",
            "--format csv and json list the same, one value a line."
        },
        footerHeading = "%nExample:%n",
        footer = "  qfsync runs diff 11 12")
final class RunsDiffCommand implements Callable<Integer> {
    private static final List<Column> COLUMNS = List.of(
            Column.text("of"), Column.text("what"), Column.text("a"), Column.text("b"), Column.number("change"));

    private final RootCommand root;
    private final Surroundings around;

    @Parameters(index = "0", paramLabel = "A", description = "Number of the one run.")
    private long a;

    @Parameters(index = "1", paramLabel = "B", description = "Number of the other run.")
    private long b;

    @Option(names = "--format", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES} (default: table).")
    private OutputFormat format = OutputFormat.TABLE;

    RunsDiffCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync runs diff")) {
            RunDiff diff = new RunDiffs(program.get(JdbcClient.class), program.get(DatasetStates.class))
                    .of(head(program, a), head(program, b));
            try (RowPrinter rows =
                    RowPrinter.of(format, COLUMNS, around.screen().out())) {
                rows(diff).forEach(rows::row);
            }
            if (format == OutputFormat.TABLE) {
                tellUsers(diff.users(), around.screen().out());
            }
            return ExitCodes.OK;
        }
    }

    private static RunHead head(Program program, long id) {
        return RunsCommand.reports(program)
                .find(id)
                .map(RunReport::run)
                .orElseThrow(() -> new CommandFailedException(
                        "There is no run " + id + ". See those there are: qfsync runs list", ExitCodes.USAGE));
    }

    private static List<List<@Nullable Object>> rows(RunDiff diff) {
        RunHead one = diff.before();
        RunHead other = diff.after();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        rows.add(row("run", "night and pass", name(one), name(other), null));
        rows.add(row("run", "verdict", one.verdictWord(), other.verdictWord(), null));
        rows.add(row("run", "duration", words(one.duration()), words(other.duration()), null));
        rows.add(numbers("run", "requests", one.requests(), other.requests()));
        rows.add(numbers("run", "token refreshes", one.tokenRefreshes(), other.tokenRefreshes()));
        for (DatasetPair pair : diff.datasets()) {
            rows.add(numbers(pair, "rows", DatasetSummary::rowCount));
            if (pair.before().isEmpty() || pair.after().isEmpty()) {
                continue;
            }
            rows.add(numbers(pair, "inserted", summary -> summary.counts().inserted()));
            rows.add(numbers(pair, "updated", summary -> summary.counts().updated()));
            rows.add(numbers(pair, "removed", summary -> summary.counts().removed()));
            rows.add(numbers(pair, "failed", DatasetSummary::failed));
        }
        for (ChangedUsers changed : diff.users()) {
            rows.add(row("users", Long.toString(changed.users()), changed.from(), changed.to(), changed.users()));
        }
        return rows;
    }

    private static String name(RunHead run) {
        return run.night() + " " + run.pass();
    }

    private static String words(Optional<Duration> span) {
        return span.map(Spans::words).orElse("-");
    }

    private static List<@Nullable Object> numbers(DatasetPair pair, String what, ToLongFunction<DatasetSummary> value) {
        return numbers(
                pair.dataset(),
                what,
                pair.before().map(value::applyAsLong).orElse(null),
                pair.after().map(value::applyAsLong).orElse(null));
    }

    private static List<@Nullable Object> numbers(String of, String what, @Nullable Long one, @Nullable Long other) {
        Long change = one == null || other == null ? null : Long.valueOf(other - one);
        return row(of, what, number(one), number(other), change);
    }

    private static String number(@Nullable Long value) {
        return value == null ? "-" : Long.toString(value);
    }

    private static List<@Nullable Object> row(String of, String what, String one, String other, @Nullable Long change) {
        return Arrays.asList(of, what, one, other, change);
    }

    private static void tellUsers(List<ChangedUsers> users, PrintWriter out) {
        for (ChangedUsers changed : users) {
            out.println();
            out.println(TextTable.number(changed.users()) + (changed.users() == 1 ? " user: " : " users: ")
                    + changed.from() + " became " + changed.to());
            changed.subs().forEach(sub -> out.println("  " + sub));
        }
    }
}
