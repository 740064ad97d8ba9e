package org.qfsync.job;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.qfsync.domain.Selection;
import org.qfsync.domain.Verdict;

/**
 * One pass of one night, as it stands in {@code ops.run}.
 *
 * @param selection what of everything it is asked for
 * @param verdict empty while it is under way, and after its process died
 * @param attempts how often it was started or resumed
 */
public record Run(
        long id,
        LocalDate night,
        int pass,
        RunKind kind,
        Selection selection,
        Optional<Verdict> verdict,
        Instant startedAt,
        Optional<Instant> endedAt,
        int attempts,
        long requests,
        long tokenRefreshes) {
    /** The same for that selection, which the books know without its users. */
    Run with(Selection asked) {
        return new Run(id, night, pass, kind, asked, verdict, startedAt, endedAt, attempts, requests, tokenRefreshes);
    }

    /** Night and pass, as operators call it. */
    public String name() {
        return night + " pass " + pass;
    }
}
