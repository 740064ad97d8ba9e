package org.qfsync.cli;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.qfsync.analytics.OutputFormat;
import org.qfsync.analytics.RowPrinter;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.report.TextTable;
import org.qfsync.report.TextTable.Column;
import org.qfsync.token.KeysetStatus;
import org.qfsync.token.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the keys and what each of them has sealed. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows where the keyset is, its keys by their ids, and how many stored tokens each has sealed.",
        footerHeading =
                "%nExit code 3 if something stored is sealed with a key that the keyset does not hold. Examples:%n",
        footer = {"  qfsync keys status", "  qfsync keys status --format json"})
final class KeysStatusCommand implements Callable<Integer> {
    private static final List<Column> COLUMNS = List.of(
            Column.text("key"),
            Column.text("seals"),
            Column.number("refresh_tokens"),
            Column.number("access_tokens"),
            Column.number("spilled"));

    private final RootCommand root;
    private final Surroundings around;

    @Option(names = "--format", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES} (default: table).")
    private OutputFormat format = OutputFormat.TABLE;

    KeysStatusCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync keys status")) {
            KeysetStatus status = program.get(Tokens.class).keys().status();
            if (format == OutputFormat.TABLE) {
                tellAbout(status);
            }
            try (RowPrinter rows =
                    RowPrinter.of(format, COLUMNS, around.screen().out())) {
                status.keys()
                        .forEach(key -> rows.row(List.of(
                                key.fingerprint(),
                                key.isPrimary() ? "yes" : "no",
                                key.refreshTokens(),
                                key.accessTokens(),
                                key.spilled())));
            }
            if (status.unknown() > 0) {
                around.screen().err().println(unknown(status));
            }
            return status.unknown() > 0 ? ExitCodes.PARTIAL : ExitCodes.OK;
        }
    }

    private void tellAbout(KeysetStatus status) {
        around.screen().out().println("Keyset: " + status.location());
        status.since()
                .ifPresent(since -> around.screen()
                        .out()
                        .println("Key " + status.recorded().orElse("none") + " seals since "
                                + since.truncatedTo(ChronoUnit.SECONDS)));
        if (status.isRotating()) {
            around.screen().out().println("A rotation is not finished. Go on with it: qfsync keys rotate");
        }
        around.screen().out().println();
    }

    private static String unknown(KeysetStatus status) {
        return TextTable.number(status.unknown()) + (status.unknown() == 1 ? " stored token is" : " stored tokens are")
                + " sealed with none of these keys. Restore the keyset that holds their key; if there is none, these"
                + " users must consent again.";
    }
}
