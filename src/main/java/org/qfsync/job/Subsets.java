package org.qfsync.job;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;
import org.qfsync.domain.Selection;
import org.qfsync.domain.Verdict;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Passes over chosen datasets or users. Each is written with the list of its users at once, so that whoever resumes it
 * knows whom it was for. Thread-safe.
 */
final class Subsets {
    private final RunRepository runs;
    private final WorkList workList;
    private final TransactionTemplate transaction;
    private final String clientId;

    Subsets(RunRepository runs, WorkList workList, TransactionTemplate transaction, String clientId) {
        this.runs = runs;
        this.workList = workList;
        this.transaction = transaction;
        this.clientId = clientId;
    }

    /** The night's latest such pass if it was for the same and did not come to its end, else a new one. */
    Run open(LocalDate night, Selection selection, boolean again) {
        return runs.subsetsOf(night, selection).stream()
                .filter(run -> isFor(selection.users(), run))
                .findFirst()
                .filter(run -> !again && canBeResumed(run))
                .map(run -> run.with(selection))
                .orElseGet(() -> create(night, selection));
    }

    private static boolean canBeResumed(Run run) {
        Verdict verdict = run.verdict().orElse(Verdict.FAILED);
        return verdict == Verdict.FAILED || verdict == Verdict.STOPPED;
    }

    private boolean isFor(Set<String> users, Run run) {
        return users.isEmpty() || users.equals(workList.users(run.id()));
    }

    private Run create(LocalDate night, Selection selection) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Run run = runs.create(night, runs.nextPass(night), RunKind.SUBSET, selection);
            if (!selection.users().isEmpty()) {
                workList.writeChosen(run.id(), clientId, selection.users());
            }
            return run.with(selection);
        }));
    }
}
