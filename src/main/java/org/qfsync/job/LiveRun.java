package org.qfsync.job;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.qfsync.domain.Verdict;

/**
 * The run under way as its owner published it, free of personal data.
 *
 * @param runId its number
 * @param attempt tells this attempt at it from all others
 * @param kind see {@link RunKind}
 * @param doing what its process is doing, in words
 * @param host of its process
 * @param pid of its process
 * @param processStart when that process started, in milliseconds since 1970: a process id may be given out again
 * @param since when this attempt began
 * @param at when this was published
 * @param stopping whether it was asked to stop
 * @param verdict empty until it is over
 * @param steps in the order in which they began
 */
public record LiveRun(
        long runId,
        String attempt,
        LocalDate night,
        int pass,
        String kind,
        String doing,
        String host,
        long pid,
        long processStart,
        Instant since,
        Instant at,
        boolean stopping,
        Optional<Verdict> verdict,
        List<LiveStep> steps) {
    public LiveRun {
        steps = List.copyOf(steps);
    }

    LiveRun endedWith(Verdict end) {
        return new LiveRun(
                runId,
                attempt,
                night,
                pass,
                kind,
                doing,
                host,
                pid,
                processStart,
                since,
                at,
                stopping,
                Optional.of(end),
                steps);
    }

    /** True if that is the same attempt at the same run, at another moment. */
    public boolean isSame(LiveRun other) {
        return runId == other.runId && attempt.equals(other.attempt);
    }

    /** Which process it is, in words for an operator. */
    public String process() {
        return "process " + pid + " on " + host + " (" + doing + ")";
    }
}
