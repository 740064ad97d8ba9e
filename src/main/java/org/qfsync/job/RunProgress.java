package org.qfsync.job;

import java.util.concurrent.atomic.AtomicLong;

/** How far the run under way is, for whoever shows it. Thread-safe; one run at a time. */
public final class RunProgress {
    private final AtomicLong users = new AtomicLong();
    private final AtomicLong usersDone = new AtomicLong();
    private final AtomicLong usersOpen = new AtomicLong();
    private final AtomicLong chapters = new AtomicLong();
    private final AtomicLong chaptersDone = new AtomicLong();

    void reset() {
        users.set(0);
        usersDone.set(0);
        usersOpen.set(0);
        chapters.set(0);
        chaptersDone.set(0);
    }

    void expectUsers(long total, long alreadyDone) {
        users.set(total);
        usersDone.set(alreadyDone);
    }

    void userDone(boolean open) {
        usersDone.incrementAndGet();
        if (open) {
            usersOpen.incrementAndGet();
        }
    }

    /** Content is worked off chapter by chapter. */
    void expectChapters(long total) {
        chapters.set(total);
    }

    void chapterDone() {
        chaptersDone.incrementAndGet();
    }

    /** The state at this moment. */
    public Snapshot snapshot() {
        return new Snapshot(users.get(), usersDone.get(), usersOpen.get(), chapters.get(), chaptersDone.get());
    }

    /**
     * The state at one moment.
     *
     * @param users on the work list; 0 until it is written
     * @param usersDone with whom this pass is through
     * @param usersOpen of these, how many failed or wait for somebody
     * @param chapters whose verses are fetched; 0 until they are known
     * @param chaptersDone whose verses are written
     */
    public record Snapshot(long users, long usersDone, long usersOpen, long chapters, long chaptersDone) {}
}
