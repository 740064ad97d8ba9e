package org.qfsync.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.job.HeldLosses.Decided;
import org.qfsync.report.TextTable;
import org.qfsync.store.Hold;
import org.qfsync.store.Holds;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The losses that a command settles: some by number, or all that are open. */
final class WhichHolds {
    @Parameters(paramLabel = "NUMBER", arity = "1..*", description = "As qfsync holds list names them.")
    private List<Long> numbers = new ArrayList<>();

    @Option(names = "--all", description = "All that are open.")
    private boolean all;

    /**
     * Lets it be done, and tells what was.
     *
     * @param done to the rows, in one word
     * @return the exit code
     */
    int settle(Program program, Surroundings around, Function<Collection<Hold>, Decided> decide, String done) {
        Holds holds = program.get(Holds.class);
        List<Hold> chosen = all
                ? holds.open()
                : numbers.stream()
                        .distinct()
                        .map(number -> required(number, holds, around))
                        .toList();
        if (chosen.isEmpty()) {
            around.screen().out().println("No loss is held back; nothing to do.");
            return ExitCodes.OK;
        }
        Decided decided = decide.apply(chosen);
        if (decided.busy().isPresent()) {
            around.screen().err().println(decided.busy().get());
            return ExitCodes.BUSY;
        }
        boolean every = true;
        for (Hold hold : chosen) {
            if (decided.settled().contains(hold.id())) {
                around.screen()
                        .out()
                        .println("Hold " + hold.id() + ": " + TextTable.number(hold.rows()) + " rows of "
                                + hold.dataset() + " " + done + ".");
            } else {
                every = false;
                around.screen()
                        .err()
                        .println("Hold " + hold.id() + " is settled already; nothing was done about it. See: "
                                + around.command() + " holds list --all");
            }
        }
        return every ? ExitCodes.OK : ExitCodes.USAGE;
    }

    private static Hold required(long number, Holds holds, Surroundings around) {
        Hold hold = holds.find(number)
                .orElseThrow(() -> new CommandFailedException(
                        "There is no hold " + number + ". See: " + around.command() + " holds list", ExitCodes.USAGE));
        if (!hold.maySettle()) {
            throw new CommandFailedException(
                    "Hold " + number + " is settled already: " + hold.decision().orElseThrow() + ".", ExitCodes.USAGE);
        }
        return hold;
    }
}
