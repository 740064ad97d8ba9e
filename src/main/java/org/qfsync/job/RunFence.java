package org.qfsync.job;

import org.qfsync.store.Fence;
import org.qfsync.token.GrantVault;
import org.springframework.transaction.support.TransactionTemplate;

/** Short transactions of whoever holds the run lease, each only while the user's consent stands. Thread-safe. */
final class RunFence implements Fence {
    private final TransactionTemplate transaction;
    private final RunLease lease;
    private final GrantVault grants;
    private final long epoch;

    RunFence(TransactionTemplate transaction, RunLease lease, GrantVault grants, long epoch) {
        this.transaction = transaction;
        this.lease = lease;
        this.grants = grants;
        this.epoch = epoch;
    }

    @Override
    public boolean within(String sub, Runnable work) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            lease.requireEpoch(epoch);
            if (!sub.isEmpty() && !grants.holdStanding(sub)) {
                return false;
            }
            work.run();
            return true;
        }));
    }
}
