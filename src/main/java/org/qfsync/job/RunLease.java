package org.qfsync.job;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.qfsync.domain.SystemicException;
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

    private static final Logger LOG = LoggerFactory.getLogger(RunLease.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final JdbcClient jdbc;
    private final boolean soleProcess;
    private final String lockClause;

    /**
     * Does not take it yet.
     *
     * @param soleProcess true where no other process can have the database open, so that any other holder is dead
     * @param lockClause what a SELECT appends to hold the row against a new holder until its transaction ends
     */
    RunLease(JdbcClient jdbc, boolean soleProcess, String lockClause) {
        this.jdbc = jdbc;
        this.soleProcess = soleProcess;
        this.lockClause = lockClause;
    }

    /** Takes it if it is free or its holder is dead; empty if another run is alive. */
    Optional<Held> tryTake(String doing) {
        String owner = UUID.randomUUID().toString();
        Optional<Holder> dead = deadHolder();
        ProcessHandle self = ProcessHandle.current();
        int taken = jdbc.sql("""
                        UPDATE ops.run_lease SET epoch = epoch + 1, owner = :owner, pid = :pid, host = :host,
                            doing = :doing, acquired_at = CURRENT_TIMESTAMP,
                            lease_until = CURRENT_TIMESTAMP + INTERVAL '%d' SECOND, run_id = NULL
                        WHERE id = 1 AND (owner IS NULL OR lease_until <= CURRENT_TIMESTAMP
                            OR (owner = :dead AND epoch = :deadEpoch))
                        """.formatted(LENGTH.toSeconds()))
                .param("owner", owner)
                .param("pid", self.pid())
                .param("host", host() + "/" + startOf(self))
                .param("doing", doing)
                .param("dead", dead.map(Holder::owner).orElse(""))
                .param("deadEpoch", dead.map(Holder::epoch).orElse(-1L))
                .update();
        return taken == 0 ? Optional.empty() : Optional.of(new Held(owner, holder().epoch()));
    }

    /** Who holds it, in words for an operator. */
    String describeHolder() {
        Holder holder = holder();
        return "process " + holder.pid() + " on " + holder.host().replaceFirst("/.*", "") + " (" + holder.doing() + ")";
    }

    private Optional<Holder> deadHolder() {
        Holder holder = holder();
        boolean here = holder.pid() == ProcessHandle.current().pid()
                && holder.host().equals(host() + "/" + startOf(ProcessHandle.current()));
        if (holder.owner().isEmpty() || here) {
            return Optional.empty();
        }
        return soleProcess || diedOnThisHost(holder) ? Optional.of(holder) : Optional.empty();
    }

    /** A process id alone proves nothing, it may have been given out again: the start time tells. */
    private static boolean diedOnThisHost(Holder holder) {
        if (!holder.host().startsWith(host() + "/")) {
            return false;
        }
        return ProcessHandle.of(holder.pid())
                .map(process -> !holder.host().equals(host() + "/" + startOf(process)))
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

    static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private record Holder(long epoch, String owner, long pid, String host, String doing) {}

    /** The lease while it is held; closing gives it back. */
    final class Held implements AutoCloseable {
        private final String owner;
        private final long epoch;
        private final ScheduledFuture<?> beats;
        private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "qfsync-run-lease");
            thread.setDaemon(true);
            return thread;
        });

        private Held(String owner, long epoch) {
            this.owner = owner;
            this.epoch = epoch;
            this.beats = heart.scheduleAtFixedRate(
                    this::beat, HEARTBEAT.toSeconds(), HEARTBEAT.toSeconds(), TimeUnit.SECONDS);
        }

        long epoch() {
            return epoch;
        }

        void names(long runId) {
            jdbc.sql("UPDATE ops.run_lease SET run_id = :run WHERE id = 1 AND owner = :owner")
                    .param("run", runId)
                    .param("owner", owner)
                    .update();
        }

        /** Extends it, if it is still ours. A beat that the database missed is no loss: several fit into the lease. */
        private void beat() {
            try {
                int extended = jdbc.sql("UPDATE ops.run_lease SET lease_until = CURRENT_TIMESTAMP + INTERVAL '"
                                + LENGTH.toSeconds() + "' SECOND WHERE id = 1 AND owner = :owner")
                        .param("owner", owner)
                        .update();
                if (extended == 0) {
                    LOG.error("The run lease was lost to another process; this run can no longer write");
                    heart.shutdown();
                }
            } catch (DataAccessException e) {
                LOG.warn(
                        "The run lease could not be extended, the database did not answer: {}",
                        e.getClass().getSimpleName());
            }
        }

        @Override
        public void close() {
            beats.cancel(false);
            heart.shutdownNow();
            jdbc.sql("UPDATE ops.run_lease SET owner = NULL, lease_until = NULL, doing = NULL, run_id = NULL"
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
                    "run_lease_lost",
                    null,
                    "Nothing more is written here; see the other run with: qfsync runs",
                    null);
        }
    }
}
