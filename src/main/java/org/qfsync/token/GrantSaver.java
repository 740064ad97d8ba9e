package org.qfsync.token;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.LogTrail;
import org.qfsync.domain.SystemicException;
import org.qfsync.http.Sleeper;
import org.qfsync.token.GrantRepository.RotatedGrant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transaction 2: brings a rotated grant to safety, in the database or, if that does not answer in time, in a spill
 * file. It saves on a thread of its own, so that neither an ambient transaction nor an interrupt of the caller reaches
 * the save, and so that a database that hangs cannot outlast the lease. Thread-safe.
 */
final class GrantSaver {
    private static final Logger LOG = LoggerFactory.getLogger(GrantSaver.class);
    private static final int TRIES = 4;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final GrantRepository grants;
    private final SpillFiles spill;
    private final LateTokens late;
    private final Sleeper sleeper;
    private final ExecutorService writers = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "grant-saver");
        thread.setDaemon(true);
        return thread;
    });

    GrantSaver(GrantRepository grants, SpillFiles spill, LateTokens late, Sleeper sleeper) {
        this.grants = grants;
        this.spill = spill;
        this.late = late;
        this.sleeper = sleeper;
    }

    /**
     * Returns when the grant is durable.
     *
     * @param patience with the database; a save still under way then is left to end by itself, which does no harm
     *     because it compares the generation
     * @return false if a newer consent or a withdrawal has taken the grant's place
     * @throws SystemicException if the database is away; the grant is in a spill file then
     */
    boolean save(RotatedGrant rotated, Duration patience) {
        try {
            FutureTask<Boolean> saving = new FutureTask<>(() -> saveWithRetries(rotated));
            writers.execute(LogTrail.carried(saving));
            boolean saved = await(saving, patience);
            if (!saved) {
                late.settle(rotated);
            }
            return saved;
        } catch (ExecutionException e) {
            throw spilled(rotated, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw spilled(rotated, e);
        } catch (RuntimeException | Error e) {
            throw spilled(rotated, e);
        }
    }

    /** Is not cut short by an interrupt: a stop must not lose what the server has already rotated. */
    private static boolean await(Future<Boolean> saving, Duration patience)
            throws ExecutionException, TimeoutException {
        long end = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return saving.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean saveWithRetries(RotatedGrant rotated) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return grants.save(rotated) || stands(rotated);
            } catch (RuntimeException e) {
                // Whatever it is: while a file can still hold the token, no kind of failure may lose it.
                if (attempt == TRIES) {
                    throw e;
                }
                sleeper.sleep(PAUSE.multipliedBy(attempt));
            }
        }
    }

    /** True if an earlier try had committed although its acknowledgement was lost. */
    private boolean stands(RotatedGrant rotated) {
        return grants.find(rotated.clientId(), rotated.sub())
                .filter(row -> row.generation() == rotated.presentedGeneration() + 1)
                .flatMap(Grant::attemptId)
                .filter(rotated.attemptId()::equals)
                .isPresent();
    }

    private SystemicException spilled(RotatedGrant rotated, Throwable cause) {
        String hint = "Bring the database back, then: qfsync run (it imports the spill file first)";
        try {
            spill.write(rotated);
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
            LOG.error(
                    "LOST: cannot save nor spill the rotated token of user {}; the user must consent again",
                    Fingerprint.of(rotated.sub()));
            hint =
                    "The rotated token could be saved neither in the database nor in a file; free both, then: qfsync run";
        }
        return TokenFailures.databaseAway(
                "The database is away while the rotated token of user " + Fingerprint.of(rotated.sub())
                        + " must be saved",
                hint,
                cause);
    }
}
