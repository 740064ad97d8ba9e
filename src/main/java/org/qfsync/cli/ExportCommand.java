package org.qfsync.cli;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.qfsync.analytics.AnalyticsExport;
import org.qfsync.analytics.ExportFormat;
import org.qfsync.analytics.ExportedFile;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.report.TextTable;
import org.qfsync.report.TextTable.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Hands the analytics schema to a notebook. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes each view of the schema analytics to a file, all of one moment, with a manifest.json: rows, columns, types"
                    + " and SHA-256 of each file, the run, and whom to name.",
            "The data is pseudonymous and still personal: only you can read the files. An export without manifest.json is not"
                    + " whole. Each file has the name of its view."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  qfsync export --to analytics-2026-10-04",
            "  qfsync export --to today --overwrite --format csv",
            "  qfsync export --to saves --only most_saved_verses --only dim_verse",
            "  python3 -c 'import pandas; print(pandas.read_parquet(\"today/dim_user.parquet\"))'"
        })
final class ExportCommand implements Callable<Integer> {
    private static final List<Column> WRITTEN =
            List.of(Column.text("file"), Column.number("rows"), Column.number("bytes"));

    private final RootCommand root;
    private final Surroundings around;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            required = true,
            description = "A folder that is empty or not there yet.")
    private Path to = Path.of("");

    @Option(names = "--format", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES} (default: parquet).")
    private ExportFormat format = ExportFormat.PARQUET;

    @Option(
            names = "--only",
            paramLabel = "VIEW",
            description = "This view alone; may be given several times (default: all).")
    private Set<String> only = new LinkedHashSet<>();

    @Option(
            names = "--overwrite",
            description = "Write where files are already: an earlier export there is removed first.")
    private boolean overwrite;

    ExportCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync export")) {
            List<ExportedFile> files = program.get(AnalyticsExport.class).write(to, format, overwrite, only);
            TextTable table = new TextTable(WRITTEN);
            files.forEach(file ->
                    table.row(List.of(file.name(), TextTable.number(file.rows()), TextTable.number(file.bytes()))));
            table.lines().forEach(around.screen().out()::println);
            around.screen().err().println("The export is whole: " + to.resolve("manifest.json"));
            return ExitCodes.OK;
        }
    }
}
