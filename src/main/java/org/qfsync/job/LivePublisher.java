package org.qfsync.job;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.qfsync.domain.LogTrail;
import org.qfsync.domain.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Publishes from now on, each second, how far the run of this process is, and looks whether somebody asks it to stop. It never holds
 * the run up: what cannot be published is published a second later.
 */
final class LivePublisher {
    private static final Logger LOG = LoggerFactory.getLogger(LivePublisher.class);
    private static final Duration EACH = Duration.ofSeconds(1);

    private final LiveBoard board;
    private final String owner;
    private final Supplier<LiveRun> run;
    private final Consumer<String> stop;
    private final ScheduledFuture<?> ticking;
    /** Of the ticking thread alone: an outage is told once, not each second. */
    private boolean silent;

    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "live-run");
        thread.setDaemon(true);
        return thread;
    });

    /** @param stop stops the run for whom it is given */
    LivePublisher(LiveBoard board, String owner, Supplier<LiveRun> run, Consumer<String> stop) {
        this.board = board;
        this.owner = owner;
        this.run = run;
        this.stop = stop;
        this.ticking =
                ticks.scheduleWithFixedDelay(LogTrail.carried(this::tick), 0, EACH.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            LiveRun now = run.get();
            board.publish(now, owner);
            silent = false;
            if (!now.stopping()) {
                board.stopRequestedBy(now, owner).ifPresent(stop);
            }
        } catch (DataAccessException e) {
            if (!silent) {
                LOG.warn(
                        "The status of the run cannot be published: {}",
                        e.getClass().getSimpleName());
            }
            silent = true;
        } catch (RuntimeException e) {
            LOG.error("The status of the run could not be published", e);
        }
    }

    /** The run is over; how, unless nobody knows. */
    void end(Optional<Verdict> verdict) {
        ticking.cancel(false);
        ticks.shutdown();
        try {
            if (!ticks.awaitTermination(EACH.toMillis(), TimeUnit.MILLISECONDS)) {
                ticks.shutdownNow();
            }
            board.end(verdict.map(run.get()::endedWith), owner);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (DataAccessException e) {
            LOG.warn(
                    "The status of the run could not be taken away: {}",
                    e.getClass().getSimpleName());
        }
    }
}
