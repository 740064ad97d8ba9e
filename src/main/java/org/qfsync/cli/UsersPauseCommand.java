package org.qfsync.cli;

import java.util.concurrent.Callable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.token.Actor;
import org.qfsync.token.Grant;
import org.qfsync.token.GrantState;
import org.qfsync.token.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Puts a user aside. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = "Puts a user aside: no run syncs them, their grant is kept alive, their data stays as it is.",
        footerHeading = "%nExample:%n",
        footer = "  qfsync users pause 3f0c1a52-77aa-4c7e-9d5e-6f2f5a1e0b11")
final class UsersPauseCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Parameters(paramLabel = "SUB", description = "The user, as qfsync users list names them.")
    private String sub = "";

    UsersPauseCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync users pause")) {
            boolean paused = program.get(Tokens.class).lifecycle().pause(sub, Actor.operator());
            Grant grant = GrantOf.user(sub, program, around);
            if (!paused && grant.state() != GrantState.PAUSED) {
                throw new CommandFailedException(
                        "User " + sub + " cannot be paused: the grant is " + grant.state() + ".", ExitCodes.USAGE);
            }
            around.screen()
                    .out()
                    .println("User " + sub + (paused ? " is paused" : " was paused already") + ". To go on: "
                            + around.command() + " users resume " + sub);
            return ExitCodes.OK;
        }
    }
}
