package org.qfsync.job;

import java.util.concurrent.atomic.AtomicInteger;
import org.qfsync.domain.FailureKind;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;

/**
 * Notices that it is not the users who fail but the service: when so many in a row failed in a passing way, the step
 * stops, instead of waiting out every retry of every user. Thread-safe.
 */
final class OutageWatch {
    private static final int IN_A_ROW = 10;

    private final AtomicInteger failuresInARow = new AtomicInteger();

    void reset() {
        failuresInARow.set(0);
    }

    /**
     * Takes note of one user.
     *
     * @throws SystemicException if this one makes the row complete
     */
    void note(UserOutcome outcome) {
        SyncException failure = outcome.failure();
        if (failure == null || failure.kind() != FailureKind.TRANSIENT) {
            failuresInARow.set(0);
            return;
        }
        int failures = failuresInARow.incrementAndGet();
        if (failures >= IN_A_ROW) {
            throw new SystemicException(
                    failures + " users in a row failed, the last: " + failure.getMessage(),
                    "service_unavailable",
                    failure.httpStatus(),
                    "The service seems to be down: see qfsync check; when it is back: qfsync run",
                    failure);
        }
    }
}
