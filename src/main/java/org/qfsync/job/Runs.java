package org.qfsync.job;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.qfsync.domain.LogTrail;
import org.qfsync.domain.Selection;
import org.qfsync.domain.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Runs nights. A request converges: it starts what is new, resumes what was interrupted, repeats what was left open, and
 * says so when nothing is left to do; asking twice never does harm. Thread-safe; at most one run at a time per database,
 * whichever process asks.
 */
public final class Runs {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    private final RunRepository runs;
    private final Subsets subsets;
    private final Reruns reruns;
    private final RunLease lease;
    private final RunExecution execution;
    private final Nights nights;
    private final WithdrawnPurge purge;
    private final RunListeners listeners;
    private final Clock clock;

    Runs(
            RunRepository runs,
            Subsets subsets,
            Reruns reruns,
            RunLease lease,
            RunExecution execution,
            Nights nights,
            WithdrawnPurge purge,
            RunListeners listeners,
            Clock clock) {
        this.runs = runs;
        this.subsets = subsets;
        this.reruns = reruns;
        this.lease = lease;
        this.execution = execution;
        this.nights = nights;
        this.purge = purge;
        this.listeners = listeners;
        this.clock = clock;
    }

    /** Runs as far as it is open, and returns when it is over. */
    public RunResult run(RunRequest request) {
        return alone(request.doing(), request.repeated(), mine -> run(request, mine));
    }

    /**
     * Nobody repeats the latest night any more: what was put off of it is told, if it still is. Harmless if there is
     * nothing to tell, and to be said after each last repetition, whatever ended it, and when a daemon starts.
     *
     * @return false if the right to run is another's: then it has to be said again
     */
    public boolean notRepeated(String doing) {
        if (!listeners.owe()) {
            return true;
        }
        Optional<RunLease.Held> held = lease.tryTake(doing);
        held.ifPresent(taken -> {
            try (RunLease.Held mine = taken) {
                LOG.debug("The latest night is not repeated, epoch {}", mine.epoch());
                listeners.notRepeated();
            }
        });
        return held.isPresent();
    }

    /** Goes on with a run that failed, was stopped or was killed, and returns when it is over. */
    public RunResult restart(long runId, String doing) {
        return alone(doing, false, mine -> carryOut(() -> reruns.restart(runId), mine));
    }

    /** Repeats what a run left open, never what is done, and returns when it is over. */
    public RunResult rerun(Rerun asked) {
        return alone(asked.doing(), false, mine -> carryOut(() -> reruns.rerun(asked), mine));
    }

    /** Puts in order what a process left behind that died in a run; runs nothing. Does nothing if a run is alive. */
    public Recovered recover(String doing) {
        Optional<RunLease.Held> held = lease.tryTake(doing);
        if (held.isEmpty()) {
            return new Recovered(Optional.of(lease.refusal()), List.of(), 0, 0);
        }
        try (RunLease.Held mine = held.get()) {
            LOG.info("Recovering what dead processes left behind, epoch {}", mine.epoch());
            List<Run> closed = execution.closeAbandoned();
            // At once: nobody else can tell of them any more, whatever becomes of the rest.
            listeners.died(closed);
            return execution.recover(closed);
        }
    }

    /** The same, if a run was left behind; else it does not even ask for the right to run. */
    public void recoverAnyLeft(String doing) {
        if (!runs.withoutVerdict().isEmpty()) {
            recover(doing);
        }
    }

    /** Tells that no run can begin, because the database does not answer. */
    public void cannotBegin(Exception failure) {
        listeners.broke(new DataAccessResourceFailureException("A run that is due cannot begin", failure));
    }

    private RunResult alone(String doing, boolean repeated, Function<RunLease.Held, RunResult> work) {
        try {
            return holding(doing, repeated, work);
        } catch (RuntimeException e) {
            listeners.broke(e);
            throw e;
        }
    }

    private RunResult holding(String doing, boolean repeated, Function<RunLease.Held, RunResult> work) {
        Optional<RunLease.Held> held = lease.tryTake(doing);
        if (held.isEmpty()) {
            return new RunResult(RunResult.End.LEASE_TAKEN, Optional.empty(), lease.refusal());
        }
        try (RunLease.Held mine = held.get()) {
            listeners.died(execution.closeAbandoned());
            RunResult result = work.apply(mine);
            if (repeated && result.end() == RunResult.End.PARTIAL) {
                listeners.endedForNow(result);
            } else {
                listeners.ended(result);
            }
            return result;
        }
    }

    private RunResult carryOut(Supplier<Reruns.Plan> planning, RunLease.Held mine) {
        int erased = purge.purge();
        Reruns.Plan plan = planning.get();
        return plan.run()
                .map(run -> execute(run, erased, mine))
                .or(plan::otherwise)
                .orElseThrow();
    }

    private RunResult run(RunRequest request, RunLease.Held mine) {
        LocalDate tonight = nights.nightOf(clock.instant());
        LocalDate night = request.night().orElse(tonight);
        int erased = purge.purge();
        if (!night.equals(tonight) && !hasPasses(night, request.selection())) {
            return new RunResult(
                    RunResult.End.UNKNOWN_NIGHT,
                    Optional.empty(),
                    "This database has no night " + night + " to resume; tonight is " + tonight
                            + ". See the nights it has: qfsync runs list");
        }
        return open(night, request).map(run -> execute(run, erased, mine)).orElseGet(() -> nothingToDo(night, erased));
    }

    private RunResult execute(Run run, int erased, RunLease.Held mine) {
        runs.countErased(run.id(), erased);
        return LogTrail.ofRun(run.id(), () -> execute(run, mine));
    }

    private RunResult execute(Run run, RunLease.Held mine) {
        LOG.info("Run {} ({}) begins, attempt {}", run.id(), run.name(), run.attempts() + 1);
        listeners.began(run);
        RunResult result = execution.execute(run, mine);
        LOG.info("Run {} ({}) ended: {}", run.id(), run.name(), result.end());
        return result;
    }

    /** How many tokens of users the last run of this process has refreshed. */
    public long tokenRefreshes() {
        return execution.tokenRefreshes();
    }

    /**
     * Asks the run under way to stop, as this process is to end; it does so after the users in flight, and can be
     * resumed. Of a run alone {@link LiveRuns#requestStop} asks it.
     */
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
