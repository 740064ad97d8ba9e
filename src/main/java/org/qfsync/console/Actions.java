package org.qfsync.console;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
    private final Clock clock;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "console-action");
        thread.setDaemon(true);
        return thread;
    });
    private final Deque<Outcome> outcomes = new ArrayDeque<>();
    private @Nullable String underWay;

    Actions(Runs runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
    }

    /**
     * Begins it, unless something else that was asked here is under way.
     *
     * @param what in words for the log and the pages, such as "rerun of run 12"; no personal data
     * @param who the account
     */
    synchronized Notice begin(String what, String who, Supplier<RunResult> work) {
        if (underWay != null) {
            return Notice.refused(
                    "The " + underWay + " is under way: wait for its end, then ask again. Nothing was done.");
        }
        try {
            worker.execute(() -> carryOut(what, work));
        } catch (RejectedExecutionException e) {
            return Notice.refused("The daemon is stopping. Nothing was done.");
        }
        LOG.info("Asked in the console by {}: {}", who, what);
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
