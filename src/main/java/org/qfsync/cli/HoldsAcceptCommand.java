package org.qfsync.cli;

import java.util.concurrent.Callable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.job.HeldLosses;
import org.qfsync.token.Actor;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** Believes a loss that was held back. */
@Command(
        name = "accept",
        mixinStandardHelpOptions = true,
        description = "Believes a loss: the rows that are still missing are removed, as any other deletion.",
        footerHeading = "%nExamples:%n",
        footer = {"  qfsync holds accept 3", "  qfsync holds accept --all"})
final class HoldsAcceptCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @ArgGroup(multiplicity = "1")
    private WhichHolds which = new WhichHolds();

    HoldsAcceptCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Program program = around.start(root, "qfsync holds accept")) {
            return which.settle(
                    program, around, holds -> program.get(HeldLosses.class).accept(holds, Actor.operator()), "removed");
        }
    }
}
