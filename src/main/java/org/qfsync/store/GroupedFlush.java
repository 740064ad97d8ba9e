package org.qfsync.store;

import org.jspecify.annotations.Nullable;

/**
 * Lets many threads share one costly flush: a caller returns after a flush that <em>started</em> after its call, so
 * whatever it had committed before is covered. Those who call while a flush is under way wait for the next one, and
 * one of them does it for all.
 *
 * <p>Thread-safe. An interrupt does not cut the wait short (what must be durable must be durable); it is kept for the
 * caller.
 */
final class GroupedFlush {
    private final Runnable flush;
    private final Object monitor = new Object();
    private long started;
    private long finished;
    private boolean running;

    GroupedFlush(Runnable flush) {
        this.flush = flush;
    }

    /** Rethrows what the flush throws to the one caller that did it; the others then try for themselves. */
    void await() {
        long mine = becomeLeaderOrWait();
        if (mine == 0) {
            return;
        }
        RuntimeException failure = null;
        try {
            flush.run();
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        } finally {
            done(mine, failure);
        }
    }

    /** The number of the flush that this thread has to do; 0 if another thread did one that covers it. */
    private long becomeLeaderOrWait() {
        boolean interrupted = false;
        try {
            synchronized (monitor) {
                long needed = started + 1;
                while (finished < needed) {
                    if (!running) {
                        running = true;
                        return ++started;
                    }
                    try {
                        monitor.wait();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
                return 0;
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void done(long number, @Nullable RuntimeException failure) {
        synchronized (monitor) {
            running = false;
            if (failure == null) {
                finished = number;
            }
            monitor.notifyAll();
        }
    }
}
