package org.qfsync.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.consent.Withdrawals;
import org.qfsync.consent.Withdrawals.Withdrawn;
import org.qfsync.token.Actor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Withdraws a consent for a user. */
@Command(
        name = "disconnect",
        mixinStandardHelpOptions = true,
        description = {
            "Withdraws a user's consent: the refresh token is revoked at the server and deleted here, whatever the server"
                    + " says. Analysts' views leave the user out at once.",
            "Their data is deleted for good after QFSYNC_CONSENT_ERASE_AFTER, unless they consent again before."
        },
        footerHeading = "%nExample:%n",
        footer = "  qfsync users disconnect 3f0c1a52-77aa-4c7e-9d5e-6f2f5a1e0b11")
final class UsersDisconnectCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Parameters(paramLabel = "SUB", description = "The user, as qfsync users list names them.")
    private String sub = "";

    UsersDisconnectCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync users disconnect")) {
            Withdrawn withdrawn = program.get(Withdrawals.class).withdraw(sub, Actor.operator());
            if (!withdrawn.disconnected().known()) {
                throw GrantOf.unknown(sub, around);
            }
            PrintWriter out = around.screen().out();
            out.println("User " + sub + (withdrawn.disconnected().alreadyGone() ? " was" : " is")
                    + " disconnected; their tokens are deleted here.");
            out.println(upstream(withdrawn.disconnected().upstream()));
            out.println("Their data is deleted for good by the first run from "
                    + GrantAdvice.when(withdrawn.eraseAt()) + " on. At once: " + around.command() + " users erase "
                    + sub);
            return ExitCodes.OK;
        }
    }

    /** What the authorization server said, and what to do if it was not yes. */
    static String upstream(String answer) {
        return switch (answer) {
            case "revoked" -> "The authorization server has revoked the grant.";
            case "nothing to revoke" -> "There was no token left to revoke at the authorization server.";
            default ->
                "The authorization server did not confirm the revocation (" + answer
                        + "); nobody holds the token any more, and the user can end the access in their account there.";
        };
    }
}
