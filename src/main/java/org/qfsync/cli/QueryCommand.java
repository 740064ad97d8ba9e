package org.qfsync.cli;

import java.util.concurrent.Callable;
import org.qfsync.cli.ProgramLauncher.Program;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks the database a question, read-only. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = {
            "Runs SQL as a database user that can only read qf, analytics and the runs in ops; it cannot see grants.",
            "Tables and columns are described in sql/README.md and by comments in the database."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  qfsync query -e \"SELECT * FROM analytics.saves_by_juz ORDER BY saves DESC LIMIT 5\"",
            "  qfsync query --format csv -e \"SELECT * FROM analytics.collection_growth\" > growth.csv"
        })
final class QueryCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Option(names = "-e", paramLabel = "SQL", required = true, description = "The query.")
    private String sql = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: table; it cuts long cells).")
    private OutputFormat format = OutputFormat.TABLE;

    QueryCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync query")) {
            new ReaderQuery(program).print(sql, format, around.screen().out());
            return ExitCodes.OK;
        }
    }
}
