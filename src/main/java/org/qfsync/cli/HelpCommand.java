package org.qfsync.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Shows the page of a command at any depth; picocli's own knows the first word alone. */
@Command(
        name = "help",
        helpCommand = true,
        description = "Shows all about a command, as COMMAND --help does.",
        footerHeading = "%nExamples:%n",
        footer = {"  qfsync help run", "  qfsync help users import"})
final class HelpCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command, in as many words as it has.")
    private List<String> words = List.of();

    @Override
    public void run() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets it");
        }
        CommandLine command = spec.root().commandLine();
        for (String word : words) {
            CommandLine next = command.getSubcommands().get(word);
            if (next == null) {
                throw new UnmatchedArgumentException(command, List.of(word));
            }
            command = next;
        }
        command.usage(command.getOut(), command.getColorScheme());
    }
}
