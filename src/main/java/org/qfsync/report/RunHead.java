package org.qfsync.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.qfsync.domain.Verdict;

/**
 * One pass of one night, as {@code ops.run} has it.
 *
 * @param kind FULL, OPEN_REST or SUBSET
 * @param selection what of everything it was asked for; empty if everything
 * @param verdict empty while it is under way, and after its process died
 * @param attempts how often it was started or resumed
 * @param failureCode stable word for why it failed; empty unless it did
 * @param failure why it failed and what to do; empty unless it did
 */
public record RunHead(
        long id,
        LocalDate night,
        int pass,
        String kind,
        Optional<String> selection,
        Optional<Verdict> verdict,
        Instant startedAt,
        Optional<Instant> endedAt,
        int attempts,
        long requests,
        long tokenRefreshes,
        Optional<String> failureCode,
        Optional<String> failure) {
    /** From its first start to its last end; empty if it has not ended. */
    public Optional<Duration> duration() {
        return endedAt.map(end -> Duration.between(startedAt, end));
    }

    /** True if it was for chosen datasets or users, and is no part of the night. */
    public boolean isOwnPass() {
        return kind.equals("SUBSET");
    }

    /** The verdict in a word; a run without one is alive or was killed. */
    public String verdictWord() {
        return verdict.map(Verdict::name).orElse("OPEN");
    }
}
