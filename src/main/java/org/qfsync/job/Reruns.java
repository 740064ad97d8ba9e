package org.qfsync.job;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.KnownFailure;
import org.qfsync.domain.Selection;
import org.qfsync.domain.Verdict;
import org.qfsync.report.Remedies;
import org.qfsync.report.Repairs;

/**
 * Finds the pass by which a run is resumed, or what it left open is repeated: the same pass again where it did not come
 * to its end, the night's next pass where that repeats the same, else a pass of its own over what was chosen. To be
 * asked by whoever holds the run lease. Thread-safe.
 */
final class Reruns {
    private static final String USERS_STEP = "users";
    private static final Map<String, Set<Dataset>> CONTENT_STEPS = Map.of(
            "chapters", EnumSet.of(Dataset.CHAPTERS),
            "verses", EnumSet.of(Dataset.VERSES),
            "contentSync", EnumSet.of(Dataset.CONTENT_SYNC),
            "content", Selection.of(false),
            "catalogue", catalogue());

    private final RunRepository runs;
    private final WorkList workList;
    private final OpenWork openWork;
    private final Subsets subsets;

    Reruns(RunRepository runs, WorkList workList, OpenWork openWork, Subsets subsets) {
        this.runs = runs;
        this.workList = workList;
        this.openWork = openWork;
        this.subsets = subsets;
    }

    private static Set<Dataset> catalogue() {
        Set<Dataset> others = EnumSet.copyOf(Selection.of(false));
        others.removeAll(EnumSet.of(Dataset.CHAPTERS, Dataset.VERSES, Dataset.CONTENT_SYNC));
        return others;
    }

    /** The run itself, to go on with it. */
    Plan restart(long runId) {
        Optional<Run> found = runs.find(runId);
        if (found.isEmpty()) {
            return unknown(runId);
        }
        Run run = found.get();
        Verdict verdict = run.verdict().orElse(Verdict.FAILED);
        if (verdict == Verdict.COMPLETED) {
            return Plan.nothing(run, "Run " + runId + " is complete; nothing to do.");
        }
        if (verdict == Verdict.PARTIAL) {
            return Plan.refused(
                    "Run " + runId + " came to its end. To repeat what it left open: " + Remedies.rerunFailed(runId));
        }
        return run.kind() == RunKind.SUBSET ? subset(run) : ofNight(run);
    }

    private Plan ofNight(Run run) {
        Run latest = runs.latestOf(run.night()).orElse(run);
        return latest.id() == run.id()
                ? Plan.of(run)
                : Plan.refused("Run " + run.id() + " was followed by run " + latest.id()
                        + " of the same night, which has" + " taken over. See: " + Remedies.show(latest.id()));
    }

    /** Who it is for stands on its work list; it was written with the pass. */
    private Plan subset(Run run) {
        if (!runs.isForChosenUsers(run.id())) {
            return Plan.of(run);
        }
        Set<String> users = workList.users(run.id());
        return users.isEmpty()
                ? Plan.nothing(run, "Run " + run.id() + " was for users who were erased since; nothing to do.")
                : Plan.of(run.with(new Selection(
                        run.selection().only(), users, run.selection().full())));
    }

    /** A pass over what was left open. */
    Plan rerun(Rerun asked) {
        Optional<Run> found = asked.run().map(runs::find).orElseGet(runs::latest);
        if (found.isEmpty()) {
            return asked.run()
                    .map(Reruns::unknown)
                    .orElseGet(() -> Plan.refused("There is no run yet. Begin one: " + Remedies.RUN));
        }
        Run run = found.get();
        if (asked.isUnconditional() && isInterrupted(run)) {
            return restart(run.id());
        }
        Set<Dataset> ofStep = CONTENT_STEPS.getOrDefault(asked.step().orElse("content"), Set.of());
        if (asked.step()
                .filter(step -> !step.equals(USERS_STEP) && ofStep.isEmpty())
                .isPresent()) {
            return Plan.refused("No step " + asked.step().get() + " can be repeated by itself; these can: "
                    + String.join(", ", new TreeSet<>(CONTENT_STEPS.keySet())) + ", " + USERS_STEP);
        }
        return rerun(run, asked, ofStep);
    }

    private Plan rerun(Run run, Rerun asked, Set<Dataset> ofStep) {
        List<OpenWork.OpenUser> open = openWork.users(run.id());
        Set<String> users =
                asked.step().filter(step -> !step.equals(USERS_STEP)).isPresent()
                        ? Set.of()
                        : subs(open, wanted(asked));
        Set<Dataset> content = content(run, asked, ofStep);
        boolean isNextPass = isRestOfTheNight(run, users, content, open);
        if (users.isEmpty() && content.isEmpty() && !isNextPass) {
            return Plan.nothing(
                    run,
                    "Nothing of that is open in run " + run.id() + "; nothing to do. To sync again what is done: "
                            + Remedies.RUN + " --only or --user");
        }
        if (isNextPass) {
            return Plan.of(runs.create(run.night(), runs.nextPass(run.night()), RunKind.OPEN_REST, run.selection()));
        }
        Set<Dataset> only = EnumSet.noneOf(Dataset.class);
        only.addAll(content);
        only.addAll(users.isEmpty() ? Set.of() : ofUsers(asked, users, open));
        return Plan.of(subsets.open(
                run.night(), new Selection(only, users, run.selection().full()), false));
    }

    private static Predicate<OpenWork.OpenUser> wanted(Rerun asked) {
        Set<Dataset> ofUsers =
                asked.datasets().stream().filter(Dataset::isUserData).collect(Collectors.toSet());
        Predicate<OpenWork.OpenUser> wanted =
                asked.cause().isPresent() || !asked.users().isEmpty() ? user -> true : OpenWork.OpenUser::isRepeated;
        if (asked.cause().isPresent()) {
            Set<String> codes = codes(asked.cause().get());
            wanted = wanted.and(
                    user -> codes.contains(user.state().equals("PENDING") ? Repairs.NOT_COME_TO : user.cause()));
        }
        if (!asked.users().isEmpty()) {
            wanted = wanted.and(user -> asked.users().contains(user.sub()));
        }
        if (!asked.datasets().isEmpty()) {
            wanted = wanted.and(user -> user.isOpenIn(ofUsers));
        }
        return wanted;
    }

    /** A refused grant is called by several names, which count as one cause. */
    private static Set<String> codes(String cause) {
        return KnownFailure.of(cause)
                .filter(row -> row == KnownFailure.INVALID_GRANT)
                .map(row -> Set.copyOf(row.codes()))
                .orElse(Set.of(cause));
    }

    private static Set<String> subs(List<OpenWork.OpenUser> open, Predicate<OpenWork.OpenUser> wanted) {
        return open.stream().filter(wanted).map(OpenWork.OpenUser::sub).collect(Collectors.toSet());
    }

    /** What was chosen by name is asked for as far as it is due; else what failed is. */
    private Set<Dataset> content(Run run, Rerun asked, Set<Dataset> ofStep) {
        boolean byCause = asked.cause().isEmpty() || asked.cause().get().equals(Repairs.CONTENT_FAILED);
        if (!byCause
                || !asked.users().isEmpty()
                || asked.step().filter(USERS_STEP::equals).isPresent()) {
            return Set.of();
        }
        boolean byName = !asked.datasets().isEmpty() || asked.step().isPresent();
        Set<Dataset> content = EnumSet.noneOf(Dataset.class);
        content.addAll(byName && !isCompleted(run) ? ofStep : openWork.content(run.id()));
        content.retainAll(ofStep);
        if (!asked.datasets().isEmpty()) {
            content.retainAll(asked.datasets());
        }
        return content;
    }

    private static Set<Dataset> ofUsers(Rerun asked, Set<String> users, List<OpenWork.OpenUser> open) {
        Set<Dataset> only = EnumSet.copyOf(Selection.of(true));
        List<Set<Dataset>> failed = open.stream()
                .filter(user -> users.contains(user.sub()))
                .map(OpenWork.OpenUser::failed)
                .toList();
        if (failed.stream().noneMatch(Set::isEmpty)) {
            only.retainAll(failed.stream().flatMap(Set::stream).collect(Collectors.toSet()));
        }
        if (!asked.datasets().isEmpty()) {
            only.retainAll(asked.datasets());
        }
        return only.isEmpty() ? Selection.of(true) : only;
    }

    /** Then the night's next pass does the same, and the night may be green after it. */
    private boolean isRestOfTheNight(Run run, Set<String> users, Set<Dataset> content, List<OpenWork.OpenUser> open) {
        return run.kind() != RunKind.SUBSET
                && run.verdict().filter(Verdict.PARTIAL::equals).isPresent()
                && runs.isLatestPass(run)
                && users.equals(subs(open, OpenWork.OpenUser::isRepeated))
                && content.equals(new HashSet<>(openWork.content(run.id())));
    }

    private static boolean isInterrupted(Run run) {
        return run.verdict()
                .filter(verdict -> verdict == Verdict.COMPLETED || verdict == Verdict.PARTIAL)
                .isEmpty();
    }

    private static boolean isCompleted(Run run) {
        return run.verdict().filter(Verdict.COMPLETED::equals).isPresent();
    }

    private static Plan unknown(long runId) {
        return Plan.refused("There is no run " + runId + ". See those there are: qfsync runs list");
    }

    /**
     * What to do.
     *
     * @param run the pass to begin or to go on with; empty if there is none
     * @param otherwise what came of the request without one
     */
    record Plan(Optional<Run> run, Optional<RunResult> otherwise) {
        static Plan of(Run run) {
            return new Plan(Optional.of(run), Optional.empty());
        }

        static Plan nothing(Run run, String message) {
            return new Plan(
                    Optional.empty(),
                    Optional.of(new RunResult(RunResult.End.NOTHING_TO_DO, Optional.of(run), message)));
        }

        static Plan refused(String message) {
            return new Plan(
                    Optional.empty(),
                    Optional.of(new RunResult(RunResult.End.UNKNOWN_NIGHT, Optional.empty(), message)));
        }
    }
}
