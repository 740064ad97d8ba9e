package org.qfsync.console;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.qfsync.job.RunAudit;
import org.qfsync.job.RunResult;
import org.qfsync.job.Runs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators asked the console to run: done in the background, one after the other's end, and what became of it is
 * told until the daemon ends. Thread-safe.
 */
public final class Actions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Actions.class);
    private static final int MOST_TOLD = 5;
    private static final long LAST_USERS_MINUTES = 2;

    private final Runs runs;
    private final RunAudit audit;
    private final Clock clock;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "console-action");
        thread.setDaemon(true);
        return thread;
    });
    private final Deque<Outcome> outcomes = new ArrayDeque<>();
    private @Nullable String underWay;

    Actions(Runs runs, RunAudit audit, Clock clock) {
        this.runs = runs;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Begins it, unless something else that was asked here is under way. It is in the audit before it begins.
     */
    synchronized Notice begin(Asked asked, Supplier<RunResult> work) {
        if (underWay != null) {
            return Notice.refused(
                    "The " + underWay + " is under way: wait for its end, then ask again. Nothing was done.");
        }
        if (worker.isShutdown()) {
            return Notice.refused("The daemon is stopping. Nothing was done.");
        }
        String what = asked.what;
        if (asked.again) {
            audit.rerun(asked.who, asked.subs, what);
        } else {
            audit.run(asked.who, asked.subs, what);
        }
        worker.execute(() -> carryOut(what, work));
        LOG.info("Asked in the console by {}: {}", asked.who, what);
        underWay = what;
        return Notice.done("The " + what + " begins. Follow it here; what becomes of it is told below.");
    }

    private void carryOut(String what, Supplier<RunResult> work) {
        try {
            RunResult result = work.get();
            end(what, result.end().name(), result.message());
        } catch (RuntimeException e) {
            LOG.error("What was asked in the console ended by a defect: {}", what, e);
            end(what, "FAILED", "It ended by a defect; see the log for the stack trace.");
        }
    }

    private synchronized void end(String what, String word, String message) {
        LOG.info("Asked in the console: {} ended: {}", what, word);
        underWay = null;
        outcomes.addFirst(new Outcome(clock.instant(), what, word, message));
        while (outcomes.size() > MOST_TOLD) {
            outcomes.removeLast();
        }
    }

    /** What is being done now. */
    public synchronized Optional<String> underWay() {
        return Optional.ofNullable(underWay);
    }

    /** What became of what was asked, the latest first. */
    public synchronized List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** The daemon ends: a run that was begun here stops after the users in flight, and can be resumed. */
    @Override
    public void close() {
        if (underWay().isPresent()) {
            runs.requestStop();
        }
        worker.shutdown();
        try {
            if (!worker.awaitTermination(LAST_USERS_MINUTES, TimeUnit.MINUTES)) {
                LOG.warn("What was asked in the console did not end in time; the next run takes it up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What an operator asks for.
     *
     * @param what in words for the log and the pages, such as "rerun of run 12"; no personal data
     * @param who the account
     * @param subs for whom; empty: not for chosen users
     * @param again true if it repeats or resumes a run
     */
    record Asked(String what, String who, Set<String> subs, boolean again) {
        /** Without whom it is for. */
        @Override
        public String toString() {
            return "Asked[" + what + " by " + who + "]";
        }
    }

    /**
     * What became of something.
     *
     * @param word how it ended
     */
    public record Outcome(Instant at, String what, String word, String message) {
        /** How it looks. */
        public String tone() {
            return Tones.ofVerdict(word);
        }
    }
}
