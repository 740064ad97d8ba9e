package org.qfsync.job;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.qfsync.token.GrantVault;
import org.qfsync.user.UserCopy;
import org.qfsync.user.UserWriter;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one short transaction of a user: rows, dataset states, result row, all or none, and only while this run holds the
 * lease and the user's consent stands. Thread-safe.
 */
final class UserCommit {
    private final TransactionTemplate transaction;
    private final RunLease lease;
    private final UserWriter writer;
    private final WorkList workList;
    private final GrantVault grants;

    UserCommit(
            TransactionTemplate transaction, RunLease lease, UserWriter writer, WorkList workList, GrantVault grants) {
        this.transaction = transaction;
        this.lease = lease;
        this.writer = writer;
        this.workList = workList;
        this.grants = grants;
    }

    /**
     * Writes it; without a copy, the outcome alone.
     *
     * @return the outcome as it was written: of a user who withdrew while their data was fetched, nothing is stored
     */
    UserOutcome commit(RunContext run, UserOutcome outcome, @Nullable UserCopy copy, Instant startedAt) {
        return Objects.requireNonNull(transaction.execute(status -> {
            lease.requireEpoch(run.epoch());
            UserOutcome written = outcome;
            if (copy != null && grants.holdStanding(copy.sub())) {
                writer.write(copy, run.stamp());
            } else if (copy != null) {
                written = outcome.withdrawn();
            }
            workList.record(run.run().id(), written, startedAt);
            return written;
        }));
    }
}
