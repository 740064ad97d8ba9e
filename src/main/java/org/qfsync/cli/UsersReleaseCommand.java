package org.qfsync.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.report.TextTable;
import org.qfsync.token.Actor;
import org.qfsync.token.Grant;
import org.qfsync.token.GrantState;
import org.qfsync.token.Tokens;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Frees grants that were held back. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        description = "Frees grants from quarantine, in which a restored or cloned database is put. Only you can know"
                + " whether another copy of this database has used them since.",
        footerHeading = "%nExamples:%n",
        footer = {"  qfsync users release 3f0c1a52-77aa-4c7e-9d5e-6f2f5a1e0b11", "  qfsync users release --all --yes"})
final class UsersReleaseCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @ArgGroup(multiplicity = "1")
    private Whom whom = new Whom();

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    UsersReleaseCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    /** One of them. */
    static final class Whom {
        @Parameters(paramLabel = "SUB", arity = "0..1", description = "The user.")
        private @Nullable String sub;

        @Option(names = "--all", description = "Every user in quarantine.")
        private boolean all;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync users release")) {
            Tokens tokens = program.get(Tokens.class);
            Optional<String> sub = whom.all ? Optional.empty() : Optional.ofNullable(whom.sub);
            if (sub.isPresent()) {
                requireHeldBack(GrantOf.user(sub.get(), program, around));
            } else if (tokens.vault().list().stream().noneMatch(grant -> grant.state() == GrantState.QUARANTINED)) {
                around.screen().out().println("No grant is in quarantine; nothing to do.");
                return ExitCodes.OK;
            }
            new Confirmation(around.screen())
                    .require(
                            List.of(
                                    "If another copy of this database has refreshed a grant since, our refresh token is"
                                            + " spent. The server is asked first; where it cannot be asked, presenting"
                                            + " the token revokes the grant, and the user must consent again.",
                                    "Make sure that no other copy of this database is in use any more."),
                            "release",
                            yes);
            int released = tokens.lifecycle().release(sub, Actor.operator());
            around.screen()
                    .out()
                    .println(TextTable.number(released) + (released == 1 ? " grant" : " grants")
                            + " released. The next run finds out how each stands: " + around.command() + " run");
            return ExitCodes.OK;
        }
    }

    private static void requireHeldBack(Grant grant) {
        if (grant.state() != GrantState.QUARANTINED) {
            throw new CommandFailedException(
                    "User " + grant.sub() + " is not in quarantine: the grant is " + grant.state() + ".",
                    ExitCodes.USAGE);
        }
    }
}
