package org.qfsync.job;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import org.qfsync.domain.LogTrail;
import org.qfsync.domain.Selection;
import org.qfsync.domain.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs nights. A request converges: it starts what is new, resumes what was interrupted, repeats what was left open, and
 * says so when nothing is left to do; asking twice never does harm. Thread-safe; at most one run at a time per database,
 * whichever process asks.
 */
public final class Runs {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    private final RunRepository runs;
    private final Subsets subsets;
    private final RunLease lease;
    private final RunExecution execution;
    private final Nights nights;
    private final WithdrawnPurge purge;
    private final Clock clock;

    Runs(
            RunRepository runs,
            Subsets subsets,
            RunLease lease,
            RunExecution execution,
            Nights nights,
            WithdrawnPurge purge,
            Clock clock) {
        this.runs = runs;
        this.subsets = subsets;
        this.lease = lease;
        this.execution = execution;
        this.nights = nights;
        this.purge = purge;
        this.clock = clock;
    }

    /** Runs as far as it is open, and returns when it is over. */
    public RunResult run(RunRequest request) {
        LocalDate tonight = nights.nightOf(clock.instant());
        LocalDate night = request.night().orElse(tonight);
        Optional<RunLease.Held> held = lease.tryTake(request.doing());
        if (held.isEmpty()) {
            return new RunResult(
                    RunResult.End.LEASE_TAKEN,
                    Optional.empty(),
                    "Another run is alive: " + lease.describeHolder()
                            + ". Wait for it, or stop it by a SIGTERM to that process; nothing was done.");
        }
        try (RunLease.Held mine = held.get()) {
            int erased = purge.purge();
            if (!night.equals(tonight) && !hasPasses(night, request.selection())) {
                return new RunResult(
                        RunResult.End.UNKNOWN_NIGHT,
                        Optional.empty(),
                        "This database has no night " + night + " to resume; tonight is " + tonight
                                + ". See the nights it has: qfsync runs");
            }
            Optional<Run> open = open(night, request);
            if (open.isEmpty()) {
                return nothingToDo(night, erased);
            }
            Run run = open.get();
            runs.countErased(run.id(), erased);
            return LogTrail.ofRun(run.id(), () -> execute(run, mine));
        }
    }

    private RunResult execute(Run run, RunLease.Held mine) {
        LOG.info("Run {} ({}) begins, attempt {}", run.id(), run.name(), run.attempts() + 1);
        RunResult result = execution.execute(run, mine);
        LOG.info("Run {} ({}) ended: {}", run.id(), run.name(), result.end());
        return result;
    }

    /** How many tokens of users the last run of this process has refreshed. */
    public long tokenRefreshes() {
        return execution.tokenRefreshes();
    }

    /** Asks the run under way to stop; it does so after the users in flight, and can be resumed. */
    public void requestStop() {
        execution.requestStop();
    }

    private static String erased(int users) {
        return users == 0
                ? ""
                : ". The data of " + users + (users == 1 ? " withdrawn user" : " withdrawn users")
                        + " was deleted for good.";
    }

    private RunResult nothingToDo(LocalDate night, int erased) {
        Optional<Run> latest = runs.latestOf(night);
        latest.ifPresent(run -> runs.countErased(run.id(), erased));
        return new RunResult(
                RunResult.End.NOTHING_TO_DO,
                latest,
                "The night " + night + " is complete; nothing to do. A further pass: qfsync run --again"
                        + erased(erased));
    }

    private boolean hasPasses(LocalDate night, Selection selection) {
        return selection.isEverything() ? runs.latestOf(night).isPresent() : runs.nextPass(night) > 1;
    }

    /** The pass to begin or to go on with; empty if the night is complete and no more is wanted. */
    private Optional<Run> open(LocalDate night, RunRequest request) {
        Selection selection = request.selection();
        if (!selection.isEverything()) {
            return Optional.of(subsets.open(night, selection, request.again()));
        }
        Optional<Run> latest = runs.latestOf(night);
        if (latest.isEmpty()) {
            return Optional.of(create(night, RunKind.FULL, selection));
        }
        Run earlier = latest.get();
        // Listings that were not complete when a pass began are not made so by going on with it.
        boolean moreThorough = selection.full() && !earlier.selection().full();
        return switch (earlier.verdict().orElse(Verdict.FAILED)) {
            // Failed, stopped or killed: the same pass goes on after the last committed user.
            case FAILED, STOPPED -> Optional.of(moreThorough ? create(night, RunKind.FULL, selection) : earlier);
            case PARTIAL ->
                Optional.of(
                        request.again() || moreThorough
                                ? create(night, RunKind.FULL, selection)
                                : create(night, RunKind.OPEN_REST, earlier.selection()));
            case COMPLETED ->
                request.again() || selection.full()
                        ? Optional.of(create(night, RunKind.FULL, selection))
                        : Optional.empty();
        };
    }

    private Run create(LocalDate night, RunKind kind, Selection selection) {
        return runs.create(night, runs.nextPass(night), kind, selection);
    }
}
