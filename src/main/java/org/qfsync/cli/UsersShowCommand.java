package org.qfsync.cli;

import static org.qfsync.cli.GrantAdvice.when;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.report.TextTable;
import org.qfsync.report.TextTable.Column;
import org.qfsync.report.UserReports;
import org.qfsync.store.SyncedUsers;
import org.qfsync.token.Audit;
import org.qfsync.token.AuditEntry;
import org.qfsync.token.Grant;
import org.qfsync.token.Tokens;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one user: grant, freshness, results, audit. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Shows a user: how the consent stands and what to do about it, how fresh each dataset is, the last"
                        + " results, and who did what to the grant.",
        footerHeading = "%nExample:%n",
        footer = "  qfsync users show 3f0c1a52-77aa-4c7e-9d5e-6f2f5a1e0b11")
final class UsersShowCommand implements Callable<Integer> {
    private static final int RESULTS = 10;
    private static final int ENTRIES = 20;

    private final RootCommand root;
    private final Surroundings around;

    @Parameters(paramLabel = "SUB", description = "The user, as qfsync users list names them.")
    private String sub = "";

    UsersShowCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync users show")) {
            Grant grant = GrantOf.user(sub, program, around);
            Optional<Instant> synced = Optional.ofNullable(
                    program.get(SyncedUsers.class).lastSynced().get(sub));
            tell(grant, synced, GrantAdviser.of(program, around));
            UserReports reports = new UserReports(program.get(JdbcClient.class));
            section("Datasets:", datasets(reports));
            section("Last results:", results(reports));
            section("Audit:", audit(program.get(Tokens.class).audit()));
            return ExitCodes.OK;
        }
    }

    private void tell(Grant grant, Optional<Instant> synced, GrantAdviser adviser) {
        Instant now = adviser.now();
        GrantAdvice advice = adviser.advise(grant);
        around.screen().out().println("User " + sub);
        fact("State", grant.standing(now) + (advice.words().isEmpty() ? "" : ": " + advice.words()));
        fact("What to do", advice.todo().isEmpty() ? "nothing" : advice.todo());
        fact("Scopes", grant.scopes().stream().sorted().collect(Collectors.joining(" ")));
        fact("Consented", when(grant.obtainedAt()));
        fact("Last refresh", when(grant.refreshedAt()));
        fact("Last used", when(grant.lastUsedAt()));
        fact("Last sync", when(synced));
        fact("Next attempt", when(grant.nextAttemptAt().filter(now::isBefore)));
        fact("Lapses", when(adviser.lapse(grant)));
        fact(
                "Last error",
                grant.lastErrorCode().orElse("")
                        + grant.lastErrorStatus()
                                .map(status -> " (HTTP " + status + ")")
                                .orElse(""));
        fact("Withdrawn", when(grant.withdrawnAt()));
        fact("Erased from", when(grant.eraseAt()));
    }

    private void fact(String name, String value) {
        if (!value.isBlank()) {
            around.screen().out().println("  " + name + " ".repeat(14 - name.length()) + value);
        }
    }

    private void section(String title, TextTable table) {
        PrintWriter out = around.screen().out();
        List<String> lines = table.lines();
        out.println();
        out.println(title);
        if (lines.size() == 1) {
            out.println("  none");
        } else {
            lines.forEach(line -> out.println("  " + line));
        }
    }

    private TextTable datasets(UserReports reports) {
        TextTable table = new TextTable(List.of(
                Column.text("Dataset"),
                Column.text("Outcome"),
                Column.text("Last complete"),
                Column.number("Rows"),
                Column.text("")));
        reports.datasets(sub)
                .forEach(state -> table.row(List.of(
                        state.dataset(),
                        state.outcome(),
                        when(state.verifiedAt()),
                        state.rows().map(TextTable::number).orElse(""),
                        state.hint())));
        return table;
    }

    private TextTable results(UserReports reports) {
        TextTable table = new TextTable(List.of(
                Column.number("Run"),
                Column.text("Night"),
                Column.number("Pass"),
                Column.text("State"),
                Column.text("Ended"),
                Column.number("Requests"),
                Column.text("")));
        reports.latest(sub, RESULTS)
                .forEach(result -> table.row(List.of(
                        Long.toString(result.runId()),
                        result.night().toString(),
                        Integer.toString(result.pass()),
                        result.state(),
                        when(result.endedAt()),
                        TextTable.number(result.requests()),
                        result.cause() + (result.hint().isEmpty() ? "" : ": " + result.hint()))));
        return table;
    }

    private TextTable audit(Audit audit) {
        TextTable table =
                new TextTable(List.of(Column.text("When"), Column.text("Who"), Column.text("What"), Column.text("")));
        List<AuditEntry> all = audit.of(sub);
        all.subList(Math.max(0, all.size() - ENTRIES), all.size())
                .forEach(entry -> table.row(List.of(
                        when(Optional.of(entry.happenedAt())),
                        AuditCommand.who(entry),
                        entry.event().name(),
                        entry.detail())));
        return table;
    }
}
