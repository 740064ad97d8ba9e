package org.qfsync.job;

import org.qfsync.store.HistoryProperties;
import org.qfsync.store.Losses;
import org.qfsync.token.GrantVault;

/** What the seal does about losses and their history, as the run that it closes. Thread-safe. */
final class SealedLosses {
    private final ContentStore store;
    private final GrantVault grants;
    private final Losses losses;
    private final HistoryProperties history;

    SealedLosses(ContentStore store, GrantVault grants, Losses losses, HistoryProperties history) {
        this.store = store;
        this.grants = grants;
        this.losses = losses;
        this.history = history;
    }

    /**
     * Judges and removes or holds what is staged, then forgets what was deleted long ago.
     *
     * @param sumUp closes the books in one last transaction
     */
    void settle(RunContext run, Runnable sumUp) {
        RunFence fence = new RunFence(store.transaction(), store.lease(), grants, run.epoch());
        losses.settle(run.stamp(), fence);
        losses.forgetDeletedBefore(run.stamp().at().minus(history.deletedRetention()), fence);
        fence.within("", () -> {
            losses.countHeld();
            sumUp.run();
        });
    }
}
