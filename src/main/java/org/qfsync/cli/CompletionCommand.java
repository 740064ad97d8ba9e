package org.qfsync.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a script that lets the shell complete commands, options and their values.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(qfsync completion bash)                                for this shell",
            "  qfsync completion bash > /etc/bash_completion.d/qfsync          for all",
            "  echo 'source <(qfsync completion zsh)' >> ~/.zshrc"
        })
final class CompletionCommand implements Callable<Integer> {
    private static final String FOR_ZSH = """
            autoload -Uz compinit bashcompinit
            compinit
            bashcompinit
            """;

    private final Surroundings around;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.BASH;

    CompletionCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets it");
        }
        String script = AutoComplete.bash("qfsync", spec.root().commandLine());
        around.screen().out().print((shell == Shell.ZSH ? FOR_ZSH : "") + script);
        return ExitCodes.OK;
    }

    /** Which shell. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
