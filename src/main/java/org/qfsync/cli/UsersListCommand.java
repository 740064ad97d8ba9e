package org.qfsync.cli;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.domain.Dataset;
import org.qfsync.report.TextTable.Column;
import org.qfsync.token.Grant;
import org.qfsync.token.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists users and how their consent stands, never a token. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists users: how their consent stands, what it covers, and what to do about it.",
        footerHeading = "%nExamples:%n",
        footer = {"  qfsync users list", "  qfsync users list --format json | jq '.[] | select(.state != \"ACTIVE\")'"})
final class UsersListCommand implements Callable<Integer> {
    private static final List<Column> COLUMNS = List.of(
            Column.text("sub"),
            Column.text("state"),
            Column.text("last_refresh"),
            Column.text("hint"),
            Column.text("scopes"));

    private final RootCommand root;
    private final Surroundings around;

    @Option(names = "--format", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES} (default: table).")
    private OutputFormat format = OutputFormat.TABLE;

    UsersListCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync users list");
                RowPrinter rows = RowPrinter.of(format, COLUMNS, around.screen().out())) {
            Instant now = program.get(Clock.class).instant();
            for (Grant grant : program.get(Tokens.class).vault().list()) {
                rows.row(Arrays.asList(
                        grant.sub(),
                        grant.standing(now).name(),
                        grant.refreshedAt()
                                .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString())
                                .orElse(null),
                        hint(grant, now),
                        grant.scopes().stream().sorted().collect(Collectors.joining(" "))));
            }
            return ExitCodes.OK;
        }
    }

    private static String hint(Grant grant, Instant now) {
        return switch (grant.standing(now)) {
            case ACTIVE -> hintForActive(grant);
            case BACKING_OFF ->
                "no refresh before " + grant.nextAttemptAt().orElse(now).truncatedTo(ChronoUnit.SECONDS);
            case REFRESHING -> grant.leaseLive() ? "being refreshed" : "the next run recovers it";
            case IN_DOUBT -> "the next run recovers it";
            case REAUTH_REQUIRED -> "must consent again, then: qfsync users import FILE";
            case PAUSED -> "put aside by an operator";
            case REVOKED -> "withdrawn";
            case QUARANTINED -> "held back: using it could revoke it";
        };
    }

    private static String hintForActive(Grant grant) {
        return Arrays.stream(Dataset.values())
                .filter(dataset -> !dataset.isCoveredBy(grant.scopes()))
                .flatMap(dataset -> dataset.readScope().stream())
                .distinct()
                .map(scope -> "no consent to " + scope)
                .collect(Collectors.joining(", "));
    }
}
