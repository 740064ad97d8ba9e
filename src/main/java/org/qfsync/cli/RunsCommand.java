package org.qfsync.cli;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.consent.ConsentProperties;
import org.qfsync.report.ConsentNotes;
import org.qfsync.report.RunHead;
import org.qfsync.report.RunReports;
import org.qfsync.report.Spans;
import org.qfsync.report.TextTable.Column;
import org.qfsync.store.DatasetStates;
import org.qfsync.store.Holds;
import org.qfsync.token.TokenPolicy;
import org.qfsync.token.Tokens;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists runs, the newest first. */
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        description = "Lists runs, the newest first. A run without a verdict (OPEN) is under way or was killed.",
        footerHeading = "%nExamples:%n",
        footer = {"  qfsync runs --limit 5", "  qfsync runs show 12"})
final class RunsCommand implements Callable<Integer> {
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

    private final RootCommand root;
    private final Surroundings around;

    @Option(names = "--format", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES} (default: table).")
    private OutputFormat format = OutputFormat.TABLE;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit = 30;

    RunsCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    static RunReports reports(Program program) {
        return new RunReports(
                program.get(JdbcClient.class), program.get(DatasetStates.class), program.get(Holds.class));
    }

    static ConsentNotes consentNotes(Program program) {
        TokenPolicy policy = program.get(TokenPolicy.class);
        Instant now = program.get(Clock.class).instant();
        return ConsentNotes.read(
                program.get(JdbcClient.class),
                program.get(Tokens.class).vault().clientId(),
                now.minus(policy.refreshTokenLifetime()).plus(policy.lapseWarning()),
                program.get(ConsentProperties.class).connectPage());
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync runs");
                RowPrinter rows = RowPrinter.of(format, COLUMNS, around.screen().out())) {
            for (RunHead run : reports(program).latest(limit)) {
                rows.row(Arrays.asList(
                        run.id(),
                        run.night().toString(),
                        run.pass(),
                        run.kind(),
                        run.verdictWord(),
                        run.startedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                        run.duration().map(Spans::words).orElse(null),
                        run.attempts(),
                        run.requests(),
                        run.tokenRefreshes()));
            }
            return ExitCodes.OK;
        }
    }
}
