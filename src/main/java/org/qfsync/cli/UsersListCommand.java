package org.qfsync.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.qfsync.analytics.OutputFormat;
import org.qfsync.analytics.RowPrinter;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.report.TextTable.Column;
import org.qfsync.store.SyncedUsers;
import org.qfsync.token.Grant;
import org.qfsync.token.GrantState;
import org.qfsync.token.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists users and how their consent stands, never a token. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists users: how their consent stands, what it covers, and what to do about it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  qfsync users list",
            "  qfsync users list --state reauth_required,paused",
            "  qfsync users list --format json | jq '.[] | select(.todo != null) | .todo'"
        })
final class UsersListCommand implements Callable<Integer> {
    private static final List<Column> COLUMNS = List.of(
            Column.text("sub"),
            Column.text("state"),
            Column.text("last_refresh"),
            Column.text("last_sync"),
            Column.text("next_attempt"),
            Column.text("lapses"),
            Column.text("hint"),
            Column.text("todo"),
            Column.text("scopes"));

    private final RootCommand root;
    private final Surroundings around;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description = "Only these, of ${COMPLETION-CANDIDATES}.")
    private List<GrantState> states = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES} (default: table).")
    private OutputFormat format = OutputFormat.TABLE;

    UsersListCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync users list")) {
            GrantAdviser adviser = GrantAdviser.of(program, around);
            Map<String, Instant> synced = program.get(SyncedUsers.class).lastSynced();
            List<Grant> grants = program.get(Tokens.class).vault().list();
            try (RowPrinter rows =
                    RowPrinter.of(format, COLUMNS, around.screen().out())) {
                grants.stream()
                        .filter(grant -> states.isEmpty() || states.contains(grant.standing(adviser.now())))
                        .forEach(grant -> rows.row(row(grant, Optional.ofNullable(synced.get(grant.sub())), adviser)));
            }
            return ExitCodes.OK;
        }
    }

    private static List<@Nullable Object> row(Grant grant, Optional<Instant> synced, GrantAdviser adviser) {
        Instant now = adviser.now();
        GrantAdvice advice = adviser.advise(grant);
        return Arrays.asList(
                grant.sub(),
                grant.standing(now).name(),
                seconds(grant.refreshedAt()),
                seconds(synced),
                seconds(grant.nextAttemptAt().filter(now::isBefore)),
                seconds(adviser.lapse(grant)),
                advice.words(),
                advice.todo().isEmpty() ? null : advice.todo(),
                grant.scopes().stream().sorted().collect(Collectors.joining(" ")));
    }

    private static @Nullable String seconds(Optional<Instant> moment) {
        return moment.map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse(null);
    }
}
