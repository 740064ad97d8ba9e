package org.qfsync.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.qfsync.domain.Verdict;
import org.qfsync.store.Hold;

/**
 * What is wrong after a run and what to do about it: the one place that puts failures into words, for the summary, the
 * console, metrics and notifications alike. What answers have that this version does not know needs no repair.
 */
public final class Repairs {
    /** The cause of content that could not be fetched completely. */
    public static final String CONTENT_FAILED = "content_failed";

    /** The cause of content that is not fetched with these settings. */
    public static final String CONTENT_SKIPPED = "content_skipped";

    /** The cause of a dataset that a user's consent does not cover. */
    public static final String SCOPE_MISSING = "scope_missing";

    /** The cause of losses that wait for an operator. */
    public static final String HELD_LOSS = "held_loss";

    /** The cause of a run that ended early because it was asked to. */
    public static final String STOPPED = "stopped";

    /** The cause of users whom a run did not come to although it ended. */
    public static final String NOT_COME_TO = "not_come_to";

    /** The cause of a run whose process died. */
    public static final String PROCESS_DIED = "process_died";

    private Repairs() {}

    /** One for each cause, the gravest first; empty if there is nothing to do. */
    public static List<Repair> of(RunReport report) {
        return of(report, ConsentNotes.none());
    }

    /** The same where users may have a page to consent on. */
    public static List<Repair> of(RunReport report, ConsentNotes consents) {
        List<Repair> all = new ArrayList<>();
        ofRun(report).ifPresent(all::add);
        all.addAll(ofFailed(report));
        List<Repair> datasets = ofDatasets(report);
        datasets.stream().filter(Repair::spoilsVerdict).forEach(all::add);
        all.addAll(ofSetAside(report, consents));
        datasets.stream().filter(repair -> !repair.spoilsVerdict()).forEach(all::add);
        ofLosses(report).ifPresent(all::add);
        return List.copyOf(all);
    }

    /** Of the run itself: what stopped it. */
    static Optional<Repair> ofRun(RunReport report) {
        RunHead run = report.run();
        if (report.successor().isPresent()) {
            return takenOver(report, report.successor().get());
        }
        return switch (run.verdict().orElse(Verdict.COMPLETED)) {
            case FAILED ->
                Optional.of(ofRun(
                        report,
                        run.failureCode().orElse("internal_error"),
                        "the run failed",
                        run.failure().orElse("The run failed; the log says more."),
                        Remedies.ofRun(run.id(), run.failureCode())));
            case STOPPED ->
                Optional.of(ofRun(
                        report,
                        STOPPED,
                        "the run was stopped",
                        "It was asked to stop; it resumes after the last stored user.",
                        List.of(Remedies.restart(run.id()))));
            case PARTIAL ->
                report.users().pending() == 0
                        ? Optional.empty()
                        : Optional.of(ofRun(
                                report,
                                NOT_COME_TO,
                                counted(report.users().pending(), "user") + " not come to",
                                "The next run takes them up.",
                                List.of(Remedies.rerunFailed(run.id()))));
            case COMPLETED -> Optional.empty();
        };
    }

    /** What a later pass has taken over is repaired there; nothing is left to do where that one is complete. */
    private static Optional<Repair> takenOver(RunReport report, RunHead successor) {
        RunHead run = report.run();
        boolean open = run.verdict()
                .filter(verdict -> verdict == Verdict.COMPLETED
                        || (verdict == Verdict.PARTIAL && report.users().pending() == 0))
                .isEmpty();
        if (!open || isComplete(successor)) {
            return Optional.empty();
        }
        return Optional.of(ofRun(
                report,
                run.failureCode().orElse(run.verdict().equals(Optional.of(Verdict.STOPPED)) ? STOPPED : NOT_COME_TO),
                "the run did not come to its end",
                "Run " + successor.id() + " of the night " + successor.night() + " has taken over what was open.",
                List.of(Remedies.show(successor.id()))));
    }

    private static boolean isComplete(RunHead run) {
        return run.verdict().filter(Verdict.COMPLETED::equals).isPresent();
    }

    private static Repair ofRun(RunReport report, String cause, String title, String hint, List<String> commands) {
        return new Repair(cause, title, hint, report.users().pending(), List.of(), List.of(), commands, true);
    }

    /** Users whom the next pass repeats. */
    static List<Repair> ofFailed(RunReport report) {
        return report.open().stream()
                .filter(OpenUsers::failed)
                .map(group -> ofUsers(
                        group, group.hint(), Remedies.ofFailed(report.run().id(), group.errorClass())))
                .toList();
    }

    /** Users who wait for themselves or an operator. */
    static List<Repair> ofSetAside(RunReport report, ConsentNotes consents) {
        return report.open().stream()
                .filter(group -> !group.failed())
                .map(group -> ofUsers(
                        group,
                        consents.consentPage()
                                .filter(page -> Remedies.mustConsentAgain(group.errorClass()))
                                .map(page -> "They must consent again; send them to " + page)
                                .orElse(group.hint()),
                        Remedies.ofSetAside(report.run().id(), group)))
                .toList();
    }

    private static Repair ofUsers(OpenUsers group, String hint, List<String> commands) {
        return new Repair(
                group.errorClass(),
                counted(group.users(), "user") + ": " + group.cause(),
                hint,
                group.users(),
                group.subs(),
                group.dataset().stream().toList(),
                commands,
                group.failed());
    }

    /** Datasets that were not synced: content first, then those that users' consents do not cover. */
    static List<Repair> ofDatasets(RunReport report) {
        List<Repair> repairs = new ArrayList<>();
        for (boolean failed : List.of(true, false)) {
            contentByHint(report, failed)
                    .forEach((hint, datasets) -> repairs.add(new Repair(
                            failed ? CONTENT_FAILED : CONTENT_SKIPPED,
                            String.join(", ", datasets),
                            hint,
                            0,
                            List.of(),
                            datasets,
                            failed ? List.of(Remedies.rerun(report.run().id(), datasets)) : List.of(),
                            failed)));
        }
        report.skipped().stream()
                .filter(skipped -> !skipped.content())
                .forEach(skipped -> repairs.add(new Repair(
                        SCOPE_MISSING,
                        skipped.dataset() + " of " + counted(skipped.users(), "user"),
                        skipped.hint(),
                        skipped.users(),
                        skipped.subs(),
                        List.of(skipped.dataset()),
                        List.of(Remedies.CONSENT_AGAIN),
                        false)));
        return repairs;
    }

    /** What keeps one listing of content away often keeps all of them. */
    private static Map<String, List<String>> contentByHint(RunReport report, boolean failed) {
        return report.skipped().stream()
                .filter(SkippedDataset::content)
                .filter(skipped -> skipped.outcome().equals("FAILED") == failed)
                .collect(Collectors.groupingBy(
                        SkippedDataset::hint,
                        LinkedHashMap::new,
                        Collectors.mapping(SkippedDataset::dataset, Collectors.toList())));
    }

    /** All losses that are held back, whichever run noticed them. */
    static Optional<Repair> ofLosses(RunReport report) {
        List<Hold> held = report.held();
        if (held.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Repair(
                HELD_LOSS,
                counted(held.stream().mapToLong(Hold::rows).sum(), "row") + " missing in the listings, too many at once"
                        + " to be believed: kept until you decide",
                "If it really is gone: qfsync holds accept NUMBER; if not: qfsync holds reject NUMBER",
                held.stream().mapToLong(Hold::users).sum(),
                held.stream().flatMap(hold -> hold.user().stream()).distinct().toList(),
                held.stream().map(Hold::dataset).distinct().toList(),
                List.of(Remedies.HOLDS),
                false));
    }

    /**
     * What to type next after a run, one command a line.
     *
     * @param tonight the night that {@code qfsync run} would go on with
     */
    public static List<String> next(RunReport report, LocalDate tonight) {
        long id = report.run().id();
        Verdict verdict = report.run().verdict().orElse(Verdict.FAILED);
        if (report.run().isOwnPass() && verdict != Verdict.COMPLETED) {
            return List.of(
                    verdict == Verdict.PARTIAL
                            ? Remedies.rerunFailed(id) + "    # repeats only what failed"
                            : Remedies.restart(id) + "    # resumes after the last stored user",
                    Remedies.show(id));
        }
        if (verdict != Verdict.COMPLETED && report.successor().isPresent()) {
            return List.of(next(report.successor().get()), Remedies.show(id));
        }
        String run = report.run().night().equals(tonight)
                ? Remedies.RUN
                : Remedies.run(report.run().night());
        return switch (verdict) {
            case COMPLETED -> List.of("qfsync query most-saved-verses --param limit=5", Remedies.show(id));
            case PARTIAL -> List.of(run + "        # repeats only what failed", Remedies.show(id));
            case FAILED -> List.of(run + "        # resumes after the last stored user", Remedies.CHECK);
            case STOPPED -> List.of(run + "        # resumes after the last stored user");
        };
    }

    private static String next(RunHead successor) {
        return Remedies.show(successor.id()) + "    # of the night " + successor.night() + ", which has taken over"
                + (isComplete(successor) ? " and is complete: nothing to do" : ": repair that one");
    }

    static String counted(long count, String thing) {
        String plural = thing.endsWith("sh") ? thing + "es" : thing + "s";
        return TextTable.number(count) + " " + (count == 1 ? thing : plural);
    }
}
