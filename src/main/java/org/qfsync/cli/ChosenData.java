package org.qfsync.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qfsync.cli.ProgramLauncher.Program;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.Selection;
import org.qfsync.job.SyncedDatasets;
import org.qfsync.token.GrantState;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what of everything a run is for. */
final class ChosenData {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--only",
            paramLabel = "DATASET",
            split = ",",
            completionCandidates = DatasetWords.class,
            description = {
                "Only these datasets, of ${COMPLETION-CANDIDATES}.",
                "What is not asked for stays as it is, and so does the night: this is a pass of its own."
            })
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--user",
            paramLabel = "SUB",
            description = "Only this user, as qfsync users list names them; may be repeated. A pass of its own, too.")
    private List<String> users = new ArrayList<>();

    @Option(
            names = "--full",
            description = "List everything completely, where less would do; a further pass if the night is complete.")
    private boolean full;

    /**
     * What was chosen, as it was typed.
     *
     * @throws ParameterException if it names what is not there, or contradicts itself
     */
    Selection typed() {
        Set<Dataset> datasets = EnumSet.noneOf(Dataset.class);
        only.forEach(word -> datasets.addAll(named(word)));
        Selection selection = new Selection(datasets, Set.copyOf(users), full);
        if (!users.isEmpty() && !selection.coversAny(true)) {
            throw wrong("'--user' needs datasets of users, and '--only' names none");
        }
        return selection;
    }

    private Set<Dataset> named(String word) {
        return Selection.named(word.strip().toLowerCase(Locale.ROOT))
                .orElseThrow(() -> wrong("Invalid value for option '--only': \"" + word + "\" is none of "
                        + String.join(", ", Selection.words())));
    }

    /** Of a kind, what is synced here is meant; who names a dataset wants that one. */
    private void requireSynced(SyncedDatasets synced) {
        only.stream().map(this::named).filter(named -> named.size() == 1).forEach(named -> {
            if (named.stream().noneMatch(synced::contains)) {
                throw new CommandFailedException(
                        "The dataset " + named.iterator().next().id()
                                + " is not synced here; to sync it, name it in QFSYNC_USER_DATASETS.",
                        ExitCodes.USAGE);
            }
        });
    }

    private ParameterException wrong(String message) {
        if (command == null) {
            throw new IllegalStateException(message);
        }
        return new ParameterException(command.commandLine(), message);
    }

    /**
     * The same without users who withdrew: who is left out or put aside is told.
     *
     * @throws CommandFailedException if a dataset is not synced here, a user has no grant, or nobody is left
     */
    Selection standing(Selection typed, Program program, Surroundings around) {
        requireSynced(program.get(SyncedDatasets.class));
        Set<String> standing = new LinkedHashSet<>();
        for (String sub : typed.users()) {
            GrantState state = GrantOf.user(sub, program, around).state();
            if (state == GrantState.REVOKED) {
                around.screen().err().println("User " + sub + " withdrew the consent and is left out.");
                continue;
            }
            if (state == GrantState.PAUSED) {
                around.screen()
                        .err()
                        .println("User " + sub + " is paused and is put aside. To go on: " + around.command()
                                + " users resume " + sub);
            }
            standing.add(sub);
        }
        if (!typed.users().isEmpty() && standing.isEmpty()) {
            throw new CommandFailedException("Nobody is left to sync; nothing was done.", ExitCodes.USAGE);
        }
        return new Selection(typed.only(), standing, typed.full());
    }

    /** What may stand behind {@code --only}. */
    static final class DatasetWords extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        DatasetWords() {
            super(Selection.words());
        }
    }
}
