package org.qfsync.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.qfsync.user.UserCopy;
import org.qfsync.user.UserWriter;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one short transaction of a user: rows, dataset states, result row, all or none, and only while this run holds the
 * lease. Thread-safe.
 */
final class UserCommit {
    private final TransactionTemplate transaction;
    private final RunLease lease;
    private final UserWriter writer;
    private final WorkList workList;

    UserCommit(TransactionTemplate transaction, RunLease lease, UserWriter writer, WorkList workList) {
        this.transaction = transaction;
        this.lease = lease;
        this.writer = writer;
        this.workList = workList;
    }

    /** Writes it; without a copy, the outcome alone. */
    void commit(RunContext run, UserOutcome outcome, @Nullable UserCopy copy, Instant startedAt) {
        transaction.executeWithoutResult(status -> {
            lease.requireEpoch(run.epoch());
            if (copy != null) {
                writer.write(copy, run.stamp());
            }
            workList.record(run.run().id(), outcome, startedAt);
        });
    }
}
