package org.qfsync.job;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.qfsync.token.Ticker;

/**
 * Deals the pending users of a pass out to the workers, in the order of the work list, a page in memory at a time. All
 * workers draw from it, so that none is idle while another has many users left. A user whose grant is in doubt can be
 * put off once: it comes back, after all others, when the lease on its grant is over. Thread-safe.
 */
final class UserQueue {
    private static final int PAGE = 200;
    private static final Duration LOOK_FOR_STOP = Duration.ofMillis(250);

    private final WorkList workList;
    private final long runId;
    private final RunControl control;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<WorkList.Pending> page = new ArrayDeque<>();
    private final ArrayDeque<PutOff> putOff = new ArrayDeque<>();
    private long position;
    private boolean exhausted;

    UserQueue(WorkList workList, long runId, RunControl control, Ticker ticker) {
        this.workList = workList;
        this.runId = runId;
        this.control = control;
        this.ticker = ticker;
    }

    /** The next user; empty when there are none left or the run was asked to stop. Waits for users that were put off. */
    Optional<WorkItem> next() throws InterruptedException {
        lock.lock();
        try {
            while (!control.isStopping()) {
                refill();
                WorkList.Pending pending = page.poll();
                if (pending != null) {
                    return Optional.of(new WorkItem(pending.sub(), false));
                }
                PutOff due = putOff.peek();
                if (due == null) {
                    return Optional.empty();
                }
                Duration wait = due.until.minus(ticker.elapsed());
                if (wait.isNegative() || wait.isZero()) {
                    putOff.remove();
                    return Optional.of(new WorkItem(due.sub, true));
                }
                Duration nap = wait.compareTo(LOOK_FOR_STOP) < 0 ? wait : LOOK_FOR_STOP;
                changed.await(nap.toNanos(), TimeUnit.NANOSECONDS);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Brings that user back after all others, not sooner than after that delay. */
    void putOff(String sub, Duration delay) {
        lock.lock();
        try {
            putOff.add(new PutOff(sub, ticker.elapsed().plus(delay)));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void refill() {
        if (page.isEmpty() && !exhausted) {
            page.addAll(workList.pendingAfter(runId, position, PAGE));
            exhausted = page.isEmpty();
            position = exhausted ? position : page.getLast().position();
        }
    }

    private record PutOff(String sub, Duration until) {}
}
