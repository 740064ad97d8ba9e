package org.qfsync.store;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Brings what is kept for analysts up to date after somebody withdrew, beside other work: until then it is right, but
 * takes longer to answer. Whoever asks for it does not wait. Closing waits for what is under way. Thread-safe.
 */
public final class StaleSlices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StaleSlices.class);
    private static final long CLOSING_SECONDS = 60;

    private final KeptAnswers answers;
    /** One at work and one that waits: that one sees all that is stale when it begins. */
    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(1),
            task -> new Thread(task, "stale-slices"),
            new ThreadPoolExecutor.DiscardPolicy());

    public StaleSlices(KeptAnswers answers) {
        this.answers = answers;
    }

    /** To be called when the withdrawal is committed. */
    public void refreshSoon() {
        worker.execute(this::refresh);
    }

    private void refresh() {
        try {
            answers.refreshStale();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn(
                    "What is kept for analysts could not be calculated anew after a withdrawal: {}. Nobody who withdrew is"
                            + " counted, but questions take longer until the next run or withdrawal, which tries again",
                    e.toString());
        }
    }

    @Override
    public void close() {
        worker.shutdown();
        try {
            if (!worker.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
