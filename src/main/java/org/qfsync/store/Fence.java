package org.qfsync.store;

/**
 * What guards the short transactions of a run: only who holds the run's lease may write, and only while the user's
 * consent stands.
 */
@FunctionalInterface
public interface Fence {
    /**
     * Does the work in one transaction.
     *
     * @param sub whose rows it writes; an empty string if no single user's
     * @return false if the user's consent no longer stands: the work was not done
     * @throws org.qfsync.domain.SystemicException if another process has taken over
     */
    boolean within(String sub, Runnable work);
}
