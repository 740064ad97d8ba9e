package org.qfsync.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.qfsync.analytics.BarChart;
import org.qfsync.analytics.ChartHint;
import org.qfsync.analytics.NamedQuery;
import org.qfsync.analytics.OutputFormat;
import org.qfsync.analytics.QueryCatalog;
import org.qfsync.analytics.QueryParameter;
import org.qfsync.analytics.QueryResult;
import org.qfsync.analytics.QueryRunner;
import org.qfsync.analytics.QueryRunner.Answer;
import org.qfsync.analytics.RowPrinter;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.report.TextTable;
import org.qfsync.report.TextTable.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the database a question, read-only: one that has a name, or any. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = {
            "Answers a question from the synced data. Without a name it lists the questions that have one; -e asks your own,"
                    + " in SQL.",
            "Queries run as a database user that can only read, for QFSYNC_QUERY_TIMEOUT (30s) at most, and bring"
                    + " QFSYNC_QUERY_MAX_ROWS (100000) rows at most. Tables and columns are described in sql/README.md and by"
                    + " comments in the database."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  qfsync query                                              the questions there are",
            "  qfsync query most-saved-verses --param juz=30             the answer as a table",
            "  qfsync query saves-by-juz --chart                         as bars",
            "  qfsync query weekly-activity --format csv --out week.csv  for a spreadsheet",
            "  qfsync query most-saved-verses --show                     its parameters and its SQL",
            "  qfsync query -e \"SELECT COUNT(*) FROM analytics.dim_user\""
        })
final class QueryCommand implements Callable<Integer> {
    private static final List<Column> LISTED =
            List.of(Column.text("name"), Column.text("title"), Column.text("parameters"));

    private final RootCommand root;
    private final Surroundings around;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            completionCandidates = Names.class,
            description = "A question of the list that qfsync query prints.")
    private @Nullable String name;

    @Option(names = "-e", paramLabel = "SQL", description = "Your own question.")
    private @Nullable String sql;

    @Option(
            names = {"-p", "--param"},
            paramLabel = "NAME=VALUE",
            description = "A parameter of the question; may be given several times.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: table; it cuts long cells).")
    private OutputFormat format = OutputFormat.TABLE;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write to this new file, which only you can read (default: standard output).")
    private @Nullable Path out;

    @Option(names = "--chart", description = "Draw the answer as bars, or as a heat map.")
    private boolean charted;

    @Option(names = "--show", description = "Print the question, its parameters and its SQL; run nothing.")
    private boolean shown;

    QueryCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        requireSense();
        if (name == null && sql == null) {
            list();
        } else if (name != null) {
            named(QueryCatalog.load().find(name));
        } else if (sql != null) {
            own(sql);
        }
        return ExitCodes.OK;
    }

    private void requireSense() {
        if (name != null && sql != null) {
            throw new CommandFailedException("Name a question or ask your own with -e, not both", ExitCodes.USAGE);
        }
        if (name == null && (!parameters.isEmpty() || shown)) {
            throw new CommandFailedException(
                    "Only a question that has a name has parameters. See those there are: qfsync query",
                    ExitCodes.USAGE);
        }
        if (charted && out != null) {
            throw new CommandFailedException(
                    "--chart draws on the terminal; write the data to a file without it", ExitCodes.USAGE);
        }
    }

    /** Needs no database. */
    private void list() {
        List<List<@Nullable Object>> rows = QueryCatalog.load().all().stream()
                .map(query -> List.<@Nullable Object>of(
                        query.name(),
                        query.title(),
                        query.parameters().stream().map(QueryParameter::words).collect(Collectors.joining(", "))))
                .toList();
        RowPrinter.print(format, LISTED, rows, around.screen().out());
    }

    private void named(NamedQuery query) {
        if (shown) {
            show(query);
        } else if (charted) {
            chart(runner -> runner.run(query, parameters), query.chart().orElse(null));
        } else {
            print((reader, writer) -> reader.print(query, parameters, format, writer));
        }
    }

    private void own(String statement) {
        if (charted) {
            chart(runner -> runner.run(statement), null);
        } else {
            print((reader, writer) -> reader.print(statement, format, writer));
        }
    }

    private void show(NamedQuery query) {
        PrintWriter screen = around.screen().out();
        screen.println(around.screen().bold(query.title()));
        screen.println(query.question());
        query.parameters()
                .forEach(
                        parameter -> screen.println("  --param " + parameter.words() + "  " + parameter.description()));
        screen.println();
        screen.println(query.sql());
    }

    private void chart(Asking asking, @Nullable ChartHint wanted) {
        try (Program program = around.start(root, "qfsync query")) {
            QueryResult result = asking.ask(program.get(QueryRunner.class));
            ChartHint hint = BarChart.hint(result, Optional.ofNullable(wanted))
                    .orElseThrow(() -> new CommandFailedException(
                            "The answer has no column of numbers to draw; leave out --chart", ExitCodes.USAGE));
            BarChart.lines(result, hint).forEach(around.screen().out()::println);
            tellCut(result.truncated(), result.rows().size());
        }
    }

    private void print(Printing printing) {
        try (Program program = around.start(root, "qfsync query")) {
            ReaderQuery reader = new ReaderQuery(program);
            if (out == null) {
                tellCut(printing.print(reader, around.screen().out()));
            } else {
                try (NewPrivateFile file = NewPrivateFile.at(out)) {
                    Answer answer = printing.print(reader, file.writer());
                    file.keep();
                    around.screen()
                            .err()
                            .println(TextTable.number(answer.rows()) + (answer.rows() == 1 ? " row is" : " rows are")
                                    + " in " + out);
                    tellCut(answer);
                }
            }
        }
    }

    private void tellCut(Answer answer) {
        tellCut(answer.truncated(), answer.rows());
    }

    private void tellCut(boolean truncated, long rows) {
        if (truncated) {
            around.screen()
                    .err()
                    .println("There is more than these " + TextTable.number(rows)
                            + " rows: ask for less, raise QFSYNC_QUERY_MAX_ROWS, or take all with qfsync export");
        }
    }

    /** Runs the query and keeps the answer. */
    private interface Asking {
        QueryResult ask(QueryRunner runner);
    }

    /** Runs the query and prints the answer. */
    private interface Printing {
        Answer print(ReaderQuery reader, PrintWriter writer);
    }

    /** For the shell's completion, which alone asks for them. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return QueryCatalog.load().names().iterator();
        }
    }
}
