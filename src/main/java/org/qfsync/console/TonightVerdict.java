package org.qfsync.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.qfsync.domain.Verdict;
import org.qfsync.report.RunHead;
import org.qfsync.report.Spans;

/**
 * How the night stands, in a word, a headline and one sentence of what to do next.
 *
 * @param tone {@code good}, {@code warn}, {@code bad}, {@code busy} or {@code quiet}
 * @param word the state
 */
public record TonightVerdict(String tone, String word, String headline, String next) {
    /**
     * Judges it.
     *
     * @param last the latest pass that is part of a night; empty if there never was one
     * @param live whether a run is under way now
     * @param nextFire when a run begins by itself, in words
     * @param holds how many losses wait for an operator
     */
    static TonightVerdict of(
            Optional<RunHead> last, boolean live, LastGood lastGood, String nextFire, long holds, Instant now) {
        if (live) {
            return new TonightVerdict(
                    "busy", "RUNNING", "A run is under way", "Nothing to do: watch it below. " + nextFire);
        }
        if (last.isEmpty()) {
            return new TonightVerdict(
                    "quiet", "NO RUN YET", "No night has run yet", "Wait for the first one. " + nextFire);
        }
        RunHead run = last.get();
        TonightVerdict ended = ended(run, nextFire);
        boolean stale = lastGood.isTooOld(now);
        if (ended.tone.equals("good") && stale) {
            return new TonightVerdict(
                    "bad",
                    "STALE",
                    "The last good night is too long ago",
                    "No night has been complete for " + Spans.words(lastGood.maxAge())
                            + ": see whether the schedule fires. " + nextFire);
        }
        return ended.tone.equals("good") && holds > 0 ? ended.withHolds(holds) : ended;
    }

    private static TonightVerdict ended(RunHead run, String nextFire) {
        String night = "The night of " + run.night();
        Optional<Verdict> verdict = run.verdict();
        if (verdict.isEmpty()) {
            return new TonightVerdict(
                    "bad", "KILLED", night + " was cut off: its process died", "Resume it: qfsync run. " + nextFire);
        }
        return switch (verdict.get()) {
            case COMPLETED ->
                new TonightVerdict("good", "COMPLETED", night + " is complete", "Nothing to do. " + nextFire);
            case PARTIAL ->
                new TonightVerdict(
                        "warn",
                        "PARTIAL",
                        night + " left some data open",
                        "See below why, and repair it; a further run takes up the rest. " + nextFire);
            case STOPPED ->
                new TonightVerdict(
                        "warn", "STOPPED", night + " was stopped", "Resume it when you like: qfsync run. " + nextFire);
            case FAILED ->
                new TonightVerdict(
                        "bad",
                        "FAILED",
                        night + " failed",
                        run.failure().orElse("See the log for the reason.") + " " + nextFire);
        };
    }

    private TonightVerdict withHolds(long holds) {
        return new TonightVerdict(
                "warn",
                word,
                headline + ", and " + holds + (holds == 1 ? " loss waits" : " losses wait") + " for you",
                "Look at what would be removed, then decide, on the page /holds.");
    }

    /**
     * The latest night that was complete.
     *
     * @param at when it was; empty if there never was one
     * @param maxAge after so long without one something is wrong, whatever the last run said
     */
    record LastGood(Optional<Instant> at, Duration maxAge) {
        private boolean isTooOld(Instant now) {
            return at.map(good -> good.plus(maxAge).isBefore(now)).orElse(true);
        }
    }
}
