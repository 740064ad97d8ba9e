package org.qfsync.cli;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qfsync.analytics.OutputFormat;
import org.qfsync.analytics.RowPrinter;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.report.TextTable.Column;
import org.qfsync.token.Audit;
import org.qfsync.token.AuditEntry;
import org.qfsync.token.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows who did what to which grant, and who asked what of runs. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description =
                "Shows who did what to which grant, and who asked for a run, for its repetition or its end, or paused the"
                        + " schedule, the newest last. Users are named by the first 8 digits of their"
                        + " fingerprint, because the audit outlives their erasure.",
        footerHeading = "%nExamples:%n",
        footer = {"  qfsync audit --limit 100", "  qfsync audit --user SUB --format json"})
final class AuditCommand implements Callable<Integer> {
    private static final int SHORT_FINGERPRINT = 8;
    private static final List<Column> COLUMNS = List.of(
            Column.number("number"),
            Column.text("happened_at"),
            Column.text("who"),
            Column.text("event"),
            Column.text("user"),
            Column.text("detail"));

    private final RootCommand root;
    private final Surroundings around;

    @Option(names = "--user", paramLabel = "SUB", description = "Only what concerns this user, by their sub.")
    private @Nullable String sub;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Option(names = "--format", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES} (default: table).")
    private OutputFormat format = OutputFormat.TABLE;

    AuditCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync audit")) {
            List<AuditEntry> entries = entries(program.get(Tokens.class).audit());
            RowPrinter.print(
                    format,
                    COLUMNS,
                    entries.stream().map(AuditCommand::row).toList(),
                    around.screen().out());
            return ExitCodes.OK;
        }
    }

    private List<AuditEntry> entries(Audit audit) {
        if (sub != null) {
            List<AuditEntry> all = audit.of(sub);
            return all.subList(Math.max(0, all.size() - limit), all.size());
        }
        List<AuditEntry> newest = new ArrayList<>(audit.newest(limit));
        Collections.reverse(newest);
        return newest;
    }

    private static List<@Nullable Object> row(AuditEntry entry) {
        return Arrays.asList(
                entry.number(),
                entry.happenedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                who(entry),
                entry.event().name(),
                entry.userFingerprint()
                        .map(fingerprint -> fingerprint.substring(0, SHORT_FINGERPRINT))
                        .orElse(null),
                entry.detail());
    }

    /** Such as OPERATOR amina; of a user there is no name. */
    static String who(AuditEntry entry) {
        String kind = entry.actor().kind().name();
        String name = entry.actor().name();
        return name.equalsIgnoreCase(kind) ? kind : kind + " " + name;
    }
}
