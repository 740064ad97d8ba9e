package org.qfsync.cli;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.consent.ConsentProperties;
import org.qfsync.report.ConsentNotes;
import org.qfsync.report.RunReports;
import org.qfsync.store.DatasetStates;
import org.qfsync.store.Holds;
import org.qfsync.token.TokenPolicy;
import org.qfsync.token.Tokens;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What can be done with runs; alone it lists them. */
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "[COMMAND]",
        description = {
            "Lists runs, the newest first (as qfsync runs list), shows what came of them, repeats what failed.",
            "Each failure that qfsync runs show tells comes with the command that repairs it."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  qfsync runs --limit 5", "  qfsync runs show", "  qfsync runs rerun --failed"})
final class RunsCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Mixin
    private final RunsListing listing = new RunsListing();

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
        return listing.print(root, around);
    }
}
