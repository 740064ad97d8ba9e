package org.qfsync.job;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The run under way, whichever process it is in, and the way to ask it to stop. Its own process knows it from memory,
 * others from the database; of an H2 file, which others cannot open, from a file beside it: then the database is not
 * touched. Thread-safe.
 */
public final class LiveRuns {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRuns.class);

    private final RunControl control;
    private final RunProgress progress;
    private final Supplier<RunAudit> audit;
    private final Supplier<Optional<LiveBoard>> board;
    private final BooleanSupplier undone;
    private final Clock clock;
    private final AtomicReference<@Nullable Own> own = new AtomicReference<>();

    /**
     * @param audit asked for only in the process of the run, which has the database
     * @param undone asked when a run begins: true if nothing of it will stand, so that nobody shall look for it
     */
    LiveRuns(
            RunParts parts,
            Supplier<RunAudit> audit,
            Supplier<Optional<LiveBoard>> board,
            BooleanSupplier undone,
            Clock clock) {
        this.control = parts.control();
        this.progress = parts.progress();
        this.audit = audit;
        this.board = board;
        this.undone = undone;
        this.clock = clock;
    }

    /** The run under way; empty if none is, or the process that began it died. */
    public Optional<LiveRun> now() {
        Own here = own.get();
        return here == null ? board.get().flatMap(LiveBoard::read) : Optional.of(status(here));
    }

    /**
     * Asks the run under way to stop after the users in flight; it can be resumed. That is a request, no more: it is over
     * when {@link #now()} no longer has it. The process of the run notes it in the audit.
     *
     * @param by the account that asks
     * @return whom it was asked of; empty if no run is under way
     */
    public Optional<LiveRun> requestStop(String by) {
        Optional<LiveRun> run = now();
        Own here = own.get();
        if (here != null) {
            stop(here, by);
        } else {
            run.ifPresent(live -> board.get().ifPresent(there -> there.requestStop(live, by)));
        }
        return run;
    }

    /** True if nothing is published, but a process may be about to begin a run: whoever wants it asks again soon. */
    public boolean isBeginning() {
        return board.get().filter(LiveBoard::isBeginning).isPresent();
    }

    /**
     * How a run ended. Of an H2 file nothing but the latest run is known here.
     *
     * @return empty if it is under way, its process died, or there is no such run
     */
    public Optional<Verdict> verdictOf(long runId) {
        return board.get().flatMap(there -> there.verdictOf(runId));
    }

    /** This process begins a run. */
    Publication publish(Run run, RunLease.Held lease) {
        Own here = new Own(run, lease.owner(), lease.doing(), clock.instant());
        boolean nothingStands = undone.getAsBoolean();
        Optional<LivePublisher> publisher = board.get()
                .map(there -> new LivePublisher(there, lease.owner(), () -> status(here), by -> stop(here, by)));
        own.set(here);
        return verdict -> {
            try {
                publisher.ifPresent(there -> there.end(nothingStands ? Optional.empty() : verdict));
            } finally {
                own.set(null);
            }
        };
    }

    /** It stops also if that cannot be noted: the database may be why. Who asks again adds nothing. */
    private void stop(Own here, String by) {
        if (control.isStopping()) {
            return;
        }
        LOG.info("Run {} was asked to stop by {}; it ends after the users in flight", here.run.id(), by);
        control.requestStopOfRun();
        try {
            audit.get().stop(by, here.run.id());
        } catch (DataAccessException | TransactionException e) {
            LOG.error("That {} asked run {} to stop could not be noted in the audit", by, here.run.id(), e);
        }
    }

    private LiveRun status(Own here) {
        Instant now = clock.instant();
        return new LiveRun(
                here.run.id(),
                here.attempt,
                here.run.night(),
                here.run.pass(),
                here.run.kind().name(),
                here.doing,
                OwnProcess.host(),
                OwnProcess.pid(),
                OwnProcess.start(),
                here.since,
                now,
                control.isStopping(),
                Optional.empty(),
                progress.steps(now));
    }

    /** A run while it is published. */
    @FunctionalInterface
    interface Publication {
        /** It is over; how, unless nobody knows. */
        void end(Optional<Verdict> verdict);
    }

    private record Own(Run run, String attempt, String doing, Instant since) {}
}
