package org.qfsync.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How far the run under way is, for whoever shows it. Thread-safe; one run at a time. */
public final class RunProgress {
    private static final String USERS = "users";
    private static final String VERSES = "verses";
    private static final Duration ENOUGH_TO_TELL_BY = Duration.ofSeconds(2);

    private final Clock clock;
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final AtomicLong usersBefore = new AtomicLong();
    private final AtomicLong users = new AtomicLong();
    private final AtomicLong usersDone = new AtomicLong();
    private final AtomicLong usersOpen = new AtomicLong();
    private final AtomicLong chapters = new AtomicLong();
    private final AtomicLong chaptersDone = new AtomicLong();

    RunProgress(Clock clock) {
        this.clock = clock;
    }

    void reset() {
        synchronized (steps) {
            steps.clear();
        }
        usersBefore.set(0);
        users.set(0);
        usersDone.set(0);
        usersOpen.set(0);
        chapters.set(0);
        chaptersDone.set(0);
    }

    void expectUsers(long total, long alreadyDone) {
        users.set(total);
        usersDone.set(alreadyDone);
        usersBefore.set(alreadyDone);
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

    /** The workers of a partitioned step are no steps of their own to whoever looks on. */
    void stepBegins(String name) {
        if (name.indexOf(':') < 0) {
            synchronized (steps) {
                steps.put(name, new Step("STARTED", clock.instant(), null));
            }
        }
    }

    void stepEnds(String name, String status) {
        synchronized (steps) {
            steps.computeIfPresent(name, (key, step) -> new Step(status, step.since, clock.instant()));
        }
    }

    /** Each step of this attempt, in the order in which they began. */
    List<LiveStep> steps(Instant now) {
        List<LiveStep> live = new ArrayList<>();
        synchronized (steps) {
            steps.forEach((name, step) -> live.add(live(name, step, now)));
        }
        return live;
    }

    private LiveStep live(String name, Step step, Instant now) {
        Snapshot at = snapshot();
        boolean ofUsers = name.equals(USERS);
        boolean ofVerses = name.equals(VERSES);
        long done = ofUsers ? at.usersDone : ofVerses ? at.chaptersDone : 0;
        long total = ofUsers ? at.users : ofVerses ? at.chapters : 0;
        Duration took = Duration.between(step.since, step.end == null ? now : step.end);
        double rate = took.compareTo(ENOUGH_TO_TELL_BY) < 0
                ? 0
                : (done - (ofUsers ? usersBefore.get() : 0)) * 1000.0 / took.toMillis();
        Optional<Duration> left = step.end == null && rate > 0
                ? Optional.of(Duration.ofSeconds(Math.round(Math.max(0, total - done) / rate)))
                : Optional.empty();
        return new LiveStep(name, step.status, step.since, took, done, total, ofUsers ? at.usersOpen : 0, rate, left);
    }

    private record Step(
            String status, Instant since, @Nullable Instant end) {}

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
