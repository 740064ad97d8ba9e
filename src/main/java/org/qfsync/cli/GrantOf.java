package org.qfsync.cli;

import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.token.Grant;
import org.qfsync.token.Tokens;

/** Finds the grant that an operator means. */
final class GrantOf {
    private GrantOf() {}

    /** @throws CommandFailedException if there is none */
    static Grant user(String sub, Program program, Surroundings around) {
        return program.get(Tokens.class).vault().find(sub).orElseThrow(() -> unknown(sub, around));
    }

    static CommandFailedException unknown(String sub, Surroundings around) {
        return new CommandFailedException(
                "There is no grant of " + sub + ". See those there are: " + around.command() + " users list",
                ExitCodes.USAGE);
    }

    /** Neither a grant nor data. */
    static CommandFailedException nothingHeld(String sub, Surroundings around) {
        return new CommandFailedException(
                "Nothing is held of a user " + sub + ". See those there are: " + around.command() + " users list",
                ExitCodes.USAGE);
    }
}
