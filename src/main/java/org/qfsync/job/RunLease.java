package org.qfsync.job;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.SystemicException;
import org.qfsync.report.Remedies;
import org.qfsync.token.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The right to run: at most one holder per database, whichever process. It stands by a heartbeat on the database's
 * clock, so that a dead holder is told from a live one, and each holder has an epoch of its own, which every user's
 * transaction checks: what an earlier holder still has in flight can no longer be written. Thread-safe.
 */
final class RunLease {
    static final Duration LENGTH = Duration.ofSeconds(60);
    /** The code of the failure that another process has taken over. */
    static final String LOST = "run_lease_lost";

    private static final Logger LOG = LoggerFactory.getLogger(RunLease.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** So that a process that was asleep as a whole can extend it after all, if nobody has taken it. */
    private static final int LOOKS = 5;

    private final JdbcClient jdbc;
    private final boolean soleProcess;
    private final String lockClause;
    private final Ticker ticker;

    /**
     * Does not take it yet.
     *
     * @param soleProcess true where no other process can have the database open, so that any other holder is dead
     * @param lockClause what a SELECT appends to hold the row against a new holder until its transaction ends
     */
    RunLease(JdbcClient jdbc, boolean soleProcess, String lockClause, Ticker ticker) {
        this.jdbc = jdbc;
        this.soleProcess = soleProcess;
        this.lockClause = lockClause;
        this.ticker = ticker;
    }

    /** Takes it if it is free or its holder is dead; empty if another run is alive. */
    Optional<Held> tryTake(String doing) {
        String owner = UUID.randomUUID().toString();
        Optional<Holder> dead = deadHolder();
        Duration asked = ticker.elapsed();
        int taken = jdbc.sql("""
                        UPDATE ops.run_lease SET epoch = epoch + 1, owner = :owner, pid = :pid, host = :host,
                            doing = :doing, acquired_at = CURRENT_TIMESTAMP,
                            lease_until = CURRENT_TIMESTAMP + INTERVAL '%d' SECOND, run_id = NULL,
                            stop_requested_at = NULL, stop_requested_by = NULL
                        WHERE id = 1 AND (owner IS NULL OR lease_until <= CURRENT_TIMESTAMP
                            OR (owner = :dead AND epoch = :deadEpoch))
                        """.formatted(LENGTH.toSeconds()))
                .param("owner", owner)
                .param("pid", OwnProcess.pid())
                .param("host", OwnProcess.host() + "/" + OwnProcess.start())
                .param("doing", doing)
                .param("dead", dead.map(Holder::owner).orElse(""))
                .param("deadEpoch", dead.map(Holder::epoch).orElse(-1L))
                .update();
        return taken == 0 ? Optional.empty() : Optional.of(new Held(owner, holder().epoch(), doing, asked));
    }

    /** Who holds it, in words for an operator. */
    String describeHolder() {
        Holder holder = holder();
        return "process " + holder.pid() + " on " + holder.host().replaceFirst("/.*", "") + " (" + holder.doing() + ")";
    }

    /** True if somebody holds it and nothing tells that they died. */
    boolean isHeldByTheLiving() {
        boolean inTime =
                jdbc.sql("SELECT COUNT(*) FROM ops.run_lease WHERE lease_until > CURRENT_TIMESTAMP AND owner <> ''")
                                .query(Long.class)
                                .single()
                        > 0;
        return inTime && deadHolder().isEmpty();
    }

    /** What to tell whoever finds it taken. */
    String refusal() {
        return "Another run is alive: " + describeHolder() + ". Wait for it (" + Remedies.watch() + "), or stop it ("
                + Remedies.stop() + "); nothing was done.";
    }

    private Optional<Holder> deadHolder() {
        Holder holder = holder();
        if (holder.owner().isEmpty()) {
            return Optional.empty();
        }
        boolean dead = soleProcess ? !isOwnProcess(holder) : diedOnThisHost(holder);
        return dead ? Optional.of(holder) : Optional.empty();
    }

    /** Whatever the host is called by now: where no other process can have the database, its name tells nothing. */
    private static boolean isOwnProcess(Holder holder) {
        return holder.pid() == OwnProcess.pid() && holder.startedAt().equals(String.valueOf(OwnProcess.start()));
    }

    /** A process id alone proves nothing, it may have been given out again: the start time tells. */
    private static boolean diedOnThisHost(Holder holder) {
        if (!holder.host().startsWith(OwnProcess.host() + "/")) {
            return false;
        }
        return ProcessHandle.of(holder.pid())
                .map(process -> !holder.host().equals(OwnProcess.host() + "/" + OwnProcess.startOf(process)))
                .orElse(true);
    }

    private Holder holder() {
        return jdbc.sql("SELECT epoch, owner, pid, host, doing FROM ops.run_lease WHERE id = 1")
                .query((row, n) -> new Holder(
                        row.getLong("epoch"),
                        Optional.ofNullable(row.getString("owner")).orElse(""),
                        row.getLong("pid"),
                        Optional.ofNullable(row.getString("host")).orElse(""),
                        Optional.ofNullable(row.getString("doing")).orElse("")))
                .single();
    }

    /** @param host and, after a slash, when the process started */
    private record Holder(long epoch, String owner, long pid, String host, String doing) {
        String startedAt() {
            return host.substring(host.lastIndexOf('/') + 1);
        }
    }

    /** The lease while it is held; closing gives it back. */
    final class Held implements AutoCloseable {
        private final String owner;
        private final long epoch;
        private final String doing;
        private final AtomicReference<@Nullable Runnable> whenLost = new AtomicReference<>();
        private final AtomicBoolean lost = new AtomicBoolean();
        private volatile boolean ranOut;
        private volatile Duration extendedAt;
        private int overdue;
        private final ScheduledFuture<?> beats;
        private final ScheduledFuture<?> looks;
        /** One to beat, one to notice that a beat does not come back. */
        private final ScheduledExecutorService heart = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "qfsync-run-lease");
            thread.setDaemon(true);
            return thread;
        });

        private Held(String owner, long epoch, String doing, Duration asked) {
            this.owner = owner;
            this.doing = doing;
            this.epoch = epoch;
            this.extendedAt = asked;
            this.beats = heart.scheduleAtFixedRate(
                    this::beat, HEARTBEAT.toSeconds(), HEARTBEAT.toSeconds(), TimeUnit.SECONDS);
            this.looks =
                    heart.scheduleWithFixedDelay(this::watch, LOOK.toSeconds(), LOOK.toSeconds(), TimeUnit.SECONDS);
        }

        long epoch() {
            return epoch;
        }

        String owner() {
            return owner;
        }

        String doing() {
            return doing;
        }

        /**
         * What is to be done once, in a thread of the heartbeat, when it turns out that another process has taken over, or
         * may have; here and now if it already has.
         */
        void whenLost(Runnable reaction) {
            whenLost.set(reaction);
            if (lost.get()) {
                react();
            }
        }

        private void react() {
            Runnable reaction = whenLost.getAndSet(null);
            if (reaction != null) {
                reaction.run();
            }
        }

        void names(long runId) {
            jdbc.sql("UPDATE ops.run_lease SET run_id = :run WHERE id = 1 AND owner = :owner")
                    .param("run", runId)
                    .param("owner", owner)
                    .update();
        }

        /** Extends it, if it is still ours. A beat that the database missed is no loss: several fit into the lease. */
        void beat() {
            try {
                Duration asked = ticker.elapsed();
                int extended = jdbc.sql("UPDATE ops.run_lease SET lease_until = CURRENT_TIMESTAMP + INTERVAL '"
                                + LENGTH.toSeconds() + "' SECOND WHERE id = 1 AND owner = :owner")
                        .param("owner", owner)
                        .update();
                if (extended == 0) {
                    LOG.error("The run lease was lost to another process; this run can no longer write, and stops");
                    lose();
                } else {
                    extendedAt = asked;
                }
            } catch (DataAccessException e) {
                LOG.warn(
                        "The run lease could not be extended, the database did not answer: {}",
                        e.getClass().getSimpleName());
            }
        }

        /** Whoever has been out of touch for so long cannot know whether it is still alone. */
        synchronized void watch() {
            boolean expired = ticker.elapsed().minus(extendedAt).compareTo(LENGTH) >= 0;
            overdue = expired ? overdue + 1 : 0;
            if (overdue == LOOKS) {
                ranOut = true;
                LOG.error(
                        "The run lease ran out, because the database did not answer for {} s; this run stops",
                        LENGTH.toSeconds());
                lose();
            }
        }

        /** True if the database was out of touch until another process could take over. */
        boolean ranOut() {
            return ranOut;
        }

        private void lose() {
            heart.shutdown();
            lost.set(true);
            react();
        }

        @Override
        public void close() {
            beats.cancel(false);
            looks.cancel(false);
            heart.shutdownNow();
            jdbc.sql("UPDATE ops.run_lease SET owner = NULL, lease_until = NULL, doing = NULL, run_id = NULL,"
                            + " stop_requested_at = NULL, stop_requested_by = NULL"
                            + " WHERE id = 1 AND owner = :owner")
                    .param("owner", owner)
                    .update();
        }
    }

    /**
     * Called in a transaction that writes for a run: it can only commit while that epoch holds the lease.
     *
     * @throws SystemicException if another run has taken over
     */
    void requireEpoch(long epoch) {
        boolean ours = jdbc.sql("SELECT epoch FROM ops.run_lease WHERE id = 1" + lockClause)
                .query(Long.class)
                .single()
                .equals(epoch);
        if (!ours) {
            throw new SystemicException(
                    "Another process has taken over this run",
                    LOST,
                    null,
                    "Nothing more is written here; see the other run with: qfsync runs list",
                    null);
        }
    }
}
