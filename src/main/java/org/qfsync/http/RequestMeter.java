package org.qfsync.http;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the requests that really went out, retries included.
 *
 * <p>Thread-safe. It also counts per thread, because all requests for one user are made by one worker thread and are
 * recorded with that user: the worker takes the difference of {@link #ofThisThread()}.
 */
public final class RequestMeter {
    private static final int TOO_MANY_REQUESTS = 429;

    private final LongAdder total = new LongAdder();
    private final LongAdder slowedDown = new LongAdder();
    private final ThreadLocal<LongAdder> ofThread = ThreadLocal.withInitial(LongAdder::new);

    void sent() {
        total.increment();
        ofThread.get().increment();
    }

    void answered(int status) {
        if (status == TOO_MANY_REQUESTS) {
            slowedDown.increment();
        }
    }

    /** Requests sent by the whole process. */
    public long total() {
        return total.sum();
    }

    /** Answers that asked us to slow down (429). */
    public long slowedDown() {
        return slowedDown.sum();
    }

    /** Requests sent by the calling thread since it started. */
    public long ofThisThread() {
        return ofThread.get().sum();
    }
}
