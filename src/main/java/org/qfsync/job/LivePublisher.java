package org.qfsync.job;

import java.io.UncheckedIOException;
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
 * Publishes from now on, each second, how far the run of this process is, and looks whether somebody asks it to stop. It
 * never fails the run: what cannot be published is published a second later.
 */
final class LivePublisher {
    private static final Logger LOG = LoggerFactory.getLogger(LivePublisher.class);
    private static final Duration EACH = Duration.ofSeconds(1);

    private final LiveBoard board;
    private final String owner;
    private final Supplier<LiveRun> run;
    private final Consumer<String> stop;
    private final ScheduledFuture<?> ticking;
    /** An outage is told once, not each second. */
    private volatile boolean silent;

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
        begin();
        // At once, so that nobody is told that there is no run.
        tick();
        this.ticking = ticks.scheduleWithFixedDelay(
                LogTrail.carried(this::tick), EACH.toMillis(), EACH.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void begin() {
        try {
            board.begin();
        } catch (UncheckedIOException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    private void tick() {
        try {
            LiveRun now = run.get();
            publish(now);
            if (!now.stopping()) {
                board.stopRequestedBy(now, owner).ifPresent(stop);
            }
        } catch (DataAccessException e) {
            unpublished(e.getClass().getSimpleName());
        } catch (RuntimeException e) {
            LOG.error("The status of the run could not be published", e);
        }
    }

    /** Of a full disk one can still read that the run is to stop. */
    private void publish(LiveRun now) {
        try {
            board.publish(now, owner);
            if (silent) {
                LOG.info("The status of the run is published again");
            }
            silent = false;
        } catch (UncheckedIOException e) {
            unpublished(String.valueOf(e.getMessage()));
        }
    }

    private void unpublished(String why) {
        if (!silent) {
            LOG.warn("Others cannot follow this run until its status can be published again: {}", why);
        }
        silent = true;
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
        } catch (UncheckedIOException e) {
            LOG.warn("Others cannot be told how this run ended: {}", e.getMessage());
        }
    }
}
