package org.qfsync.cli;

import java.util.concurrent.Callable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.token.Actor;
import org.qfsync.token.Grant;
import org.qfsync.token.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes up a user who was put aside. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Ends a pause: the next run syncs the user again.",
        footerHeading = "%nExample:%n",
        footer = "  qfsync users resume 3f0c1a52-77aa-4c7e-9d5e-6f2f5a1e0b11")
final class UsersResumeCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Parameters(paramLabel = "SUB", description = "The user, as qfsync users list names them.")
    private String sub = "";

    UsersResumeCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync users resume")) {
            boolean resumed = program.get(Tokens.class).lifecycle().resume(sub, Actor.operator());
            Grant grant = GrantOf.user(sub, program, around);
            if (resumed) {
                around.screen()
                        .out()
                        .println("User " + sub + " is " + grant.state() + " again; the next run syncs them.");
                return ExitCodes.OK;
            }
            GrantAdvice advice = GrantAdviser.of(program, around).advise(grant);
            throw new CommandFailedException(
                    "User " + sub + " is not paused: the grant is " + grant.state()
                            + (advice.todo().isEmpty() ? "." : ". What to do about it: " + advice.todo()),
                    ExitCodes.USAGE);
        }
    }
}
