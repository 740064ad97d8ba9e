package org.qfsync.cli;

import java.util.concurrent.Callable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.job.HeldLosses;
import org.qfsync.token.Actor;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** Keeps what a loss that was held back would have removed. */
@Command(
        name = "reject",
        mixinStandardHelpOptions = true,
        description =
                "Does not believe a loss: the rows are kept until they are listed again, or accepted after all. The same rows are not held again; further ones are judged anew.",
        footerHeading = "%nExamples:%n",
        footer = {"  qfsync holds reject 3", "  qfsync holds reject --all"})
final class HoldsRejectCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @ArgGroup(multiplicity = "1")
    private WhichHolds which = new WhichHolds();

    HoldsRejectCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync holds reject")) {
            return which.settle(
                    program, around, holds -> program.get(HeldLosses.class).reject(holds, Actor.operator()), "kept");
        }
    }
}
