package org.qfsync.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.Selection;
import org.qfsync.job.Rerun;
import org.qfsync.job.RunAudit;
import org.qfsync.token.Actor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Repeats what a run left open, or chosen parts of it. */
@Command(
        name = "rerun",
        mixinStandardHelpOptions = true,
        description = {
            "Repeats what a run left open and nobody has finished since; what is done is never done again, so asking twice"
                    + " does no harm. Several options narrow each other down.",
            "If that is all that is open of the night, it is the night's next pass, and the night can become complete;"
                    + " else it is a pass of its own, as with qfsync run --only.",
            "The exit code is that of the run, 0 too if nothing is open."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  qfsync runs rerun --failed                  all that failed in the latest run",
            "  qfsync runs rerun 12 --cause http_503       who failed for that reason, as qfsync runs show has it",
            "  qfsync runs rerun 12 --step catalogue       content that failed in that step",
            "  qfsync runs rerun 12 --dataset notes --user 3f0c1a52-77aa-4c7e-9d5e-6f2f5a1e0b11"
        })
final class RunsRerunCommand implements Callable<Integer> {
    private final RootCommand root;
    private final Surroundings around;

    @Spec
    private @Nullable CommandSpec command;

    @Parameters(
            paramLabel = "ID",
            arity = "0..1",
            description = "Number of the run, as qfsync runs list has it (default: the latest).")
    private @Nullable Long id;

    @Option(
            names = "--failed",
            description = "All that failed, or was not come to; a run that did not come to its end is resumed.")
    private boolean failed;

    @Option(
            names = "--step",
            paramLabel = "STEP",
            description =
                    "What is open of one step: chapters, verses, catalogue, contentSync, content (all four), users.")
    private @Nullable String step;

    @Option(names = "--dataset", paramLabel = "DATASET", split = ",", description = "Only these; may be repeated.")
    private List<String> datasets = new ArrayList<>();

    @Option(names = "--user", paramLabel = "SUB", split = ",", description = "Only these users; may be repeated.")
    private List<String> users = new ArrayList<>();

    @Option(
            names = "--cause",
            paramLabel = "CODE",
            description =
                    "Only what was left open for this reason, as qfsync runs show names it; also who was set aside.")
    private @Nullable String cause;

    RunsRerunCommand(RootCommand root, Surroundings around) {
        this.root = root;
        this.around = around;
    }

    @Override
    public Integer call() {
        if (!failed && step == null && datasets.isEmpty() && users.isEmpty() && cause == null) {
            throw wrong("Say what to repeat: --failed, or --step, --dataset, --user, --cause");
        }
        String doing = "qfsync runs rerun";
        Rerun asked = new Rerun(
                Optional.ofNullable(id),
                Optional.ofNullable(step),
                named(),
                Set.copyOf(users),
                Optional.ofNullable(cause),
                doing);
        around.stop().onStop(() -> around.screen().err().println("Stopping after the users in flight ..."));
        try (Program program = around.start(root, doing)) {
            return ShownRun.runAndTellNext(
                    program,
                    runs -> {
                        program.get(RunAudit.class).rerun(Actor.operator().name(), asked.users(), words());
                        return runs.rerun(asked);
                    },
                    around);
        }
    }

    /** As the audit has it: which users, it says by their fingerprints. */
    private String words() {
        StringBuilder words = new StringBuilder(id == null ? "rerun of the latest run" : "rerun of run " + id);
        if (step != null) {
            words.append(", step ").append(step);
        }
        if (cause != null) {
            words.append(", cause ").append(cause);
        }
        return datasets.isEmpty()
                ? words.toString()
                : words.append(", datasets ").append(named()).toString();
    }

    private Set<Dataset> named() {
        Set<Dataset> named = EnumSet.noneOf(Dataset.class);
        for (String word : datasets) {
            named.addAll(Selection.named(word.strip().toLowerCase(Locale.ROOT))
                    .orElseThrow(() -> wrong("Invalid value for option '--dataset': \"" + word + "\" is none of "
                            + String.join(", ", Selection.words()))));
        }
        return named;
    }

    private ParameterException wrong(String message) {
        if (command == null) {
            throw new IllegalStateException(message);
        }
        return new ParameterException(command.commandLine(), message);
    }
}
