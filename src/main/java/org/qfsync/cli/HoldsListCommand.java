package org.qfsync.cli;

import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qfsync.analytics.OutputFormat;
import org.qfsync.analytics.RowPrinter;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.report.HeldLoss;
import org.qfsync.report.TextTable.Column;
import org.qfsync.store.Hold;
import org.qfsync.store.Holds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists losses that are held back. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists losses that are held back: since when, whose, how many rows of how many, and what to do.",
        footerHeading = "%nExamples:%n",
        footer = {"  qfsync holds list", "  qfsync holds list --all --format csv"})
final class HoldsListCommand implements Callable<Integer> {
    private static final List<Column> COLUMNS = List.of(
            Column.number("hold"),
            Column.text("since"),
            Column.number("run"),
            Column.text("dataset"),
            Column.text("user"),
            Column.number("rows"),
            Column.number("of"),
            Column.text("state"),
            Column.text("todo"));

    private final RootCommand root;
    private final Surroundings around;

    @Option(names = "--all", description = "Settled ones, too.")
    private boolean all;

    @Option(names = "--format", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES} (default: table).")
    private OutputFormat format = OutputFormat.TABLE;

    HoldsListCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync holds list")) {
            Holds holds = program.get(Holds.class);
            List<Hold> wanted = all ? holds.all() : holds.open();
            RowPrinter.print(
                    format,
                    COLUMNS,
                    wanted.stream().map(this::row).toList(),
                    around.screen().out());
            return ExitCodes.OK;
        }
    }

    private List<@Nullable Object> row(Hold hold) {
        return Arrays.asList(
                hold.id(),
                hold.openedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                hold.runId(),
                hold.dataset(),
                HeldLoss.whose(hold),
                hold.rows(),
                hold.before(),
                hold.decision()
                        .map(decision ->
                                decision.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .orElse("open"),
                hold.isOpen() ? around.command() + " holds accept|reject " + hold.id() : null);
    }
}
