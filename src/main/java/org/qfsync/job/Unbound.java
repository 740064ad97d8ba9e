package org.qfsync.job;

import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Runs work inside a step without the step's transaction. Spring Batch opens one around every tasklet, and even where
 * it has no resources of its own, every connection that is borrowed while it lasts stays bound to the thread until it
 * ends, HTTP calls included. Stateless.
 */
final class Unbound {
    private Unbound() {}

    /** Does the work with transaction synchronization set aside, and puts it back. */
    static <T> T call(Callable<T> work) throws Exception {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return work.call();
        }
        List<TransactionSynchronization> setAside = TransactionSynchronizationManager.getSynchronizations();
        TransactionSynchronizationManager.clearSynchronization();
        try {
            return work.call();
        } finally {
            TransactionSynchronizationManager.initSynchronization();
            setAside.forEach(TransactionSynchronizationManager::registerSynchronization);
        }
    }
}
