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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.qfsync.job.RunAudit;
import org.qfsync.job.RunResult;
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

    private final Runnable stop;
    private final Consumer<Asked> audit;
    private final Clock clock;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "console-action");
        thread.setDaemon(true);
        return thread;
    });
    private final Deque<Outcome> outcomes = new ArrayDeque<>();
    private @Nullable String underWay;

    /**
     * Begins nothing yet.
     *
     * @param stop asks a run of this process to stop
     * @param audit notes what was asked, by whom
     */
    Actions(Runnable stop, Consumer<Asked> audit, Clock clock) {
        this.stop = stop;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Begins it, unless something else that was asked here is under way. It is in the audit before it begins. That may
     * take its time while the database does not answer: pages that ask what is under way do not wait for it.
     */
    Notice begin(Asked asked, Supplier<RunResult> work) {
        String what = asked.what;
        Optional<Notice> refused = reserve(what);
        if (refused.isPresent()) {
            return refused.get();
        }
        boolean begun = false;
        try {
            audit.accept(asked);
            worker.execute(() -> carryOut(what, work));
            begun = true;
        } catch (RejectedExecutionException e) {
            return stopping();
        } finally {
            if (!begun) {
                release();
            }
        }
        LOG.info("Asked in the console by {}: {}", asked.who, what);
        return Notice.done("The " + what + " begins. Follow it here; what becomes of it is told below.");
    }

    /** Returns why it may not begin; empty if nothing else may from now on. */
    private synchronized Optional<Notice> reserve(String what) {
        if (underWay != null) {
            return Optional.of(Notice.refused(
                    "The " + underWay + " is under way: wait for its end, then ask again. Nothing was done."));
        }
        if (worker.isShutdown()) {
            return Optional.of(stopping());
        }
        underWay = what;
        return Optional.empty();
    }

    private synchronized void release() {
        underWay = null;
    }

    private static Notice stopping() {
        return Notice.refused("The daemon is stopping. Nothing was done.");
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
            stop.run();
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
        void noteIn(RunAudit audit) {
            if (again) {
                audit.rerun(who, subs, what);
            } else {
                audit.run(who, subs, what);
            }
        }

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
