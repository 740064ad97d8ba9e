package org.qfsync.job;

import io.micrometer.context.ContextSnapshotFactory;
import org.qfsync.domain.LogTrail;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Threads that a step works with side by side; their log lines are found by the run that started them, and what is
 * observed there belongs to what is observed here.
 */
final class Workers {
    private static final ContextSnapshotFactory CONTEXT =
            ContextSnapshotFactory.builder().build();

    private Workers() {}

    /** At most so many, named by that prefix. */
    static AsyncTaskExecutor named(String prefix, int concurrency) {
        SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(prefix);
        executor.setConcurrencyLimit(concurrency);
        executor.setTaskDecorator(Workers::carried);
        return executor;
    }

    /** As many as there are branches, named by that prefix. */
    static AsyncTaskExecutor ofBranches(String prefix) {
        SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(prefix);
        executor.setTaskDecorator(Workers::carried);
        return executor;
    }

    private static Runnable carried(Runnable task) {
        return CONTEXT.captureAll().wrap(LogTrail.carried(task));
    }
}
