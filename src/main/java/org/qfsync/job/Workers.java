package org.qfsync.job;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** Threads that a step works with side by side. */
final class Workers {
    private Workers() {}

    /** At most so many, named by that prefix. */
    static AsyncTaskExecutor named(String prefix, int concurrency) {
        SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(prefix);
        executor.setConcurrencyLimit(concurrency);
        return executor;
    }
}
