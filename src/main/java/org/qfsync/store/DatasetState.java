package org.qfsync.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Dataset;

/**
 * What a run did to one dataset, of content or of one user.
 *
 * @param dataset which one
 * @param sub the user; an empty string for content
 * @param runId the run
 * @param outcome how it ended
 * @param verifiedAt when a complete listing was stored, now or earlier; empty if never
 * @param rowCount rows of that listing; empty if there was none
 * @param counts of this run
 * @param hint why it was skipped or failed and what to do
 * @param duration time it took
 */
public record DatasetState(
        Dataset dataset,
        String sub,
        long runId,
        Outcome outcome,
        Optional<Instant> verifiedAt,
        Optional<Long> rowCount,
        ChangeCounts counts,
        Optional<String> hint,
        Duration duration) {
    /** The {@link #sub} of content. */
    public static final String CONTENT = "";

    /** How a dataset ended in a run. */
    public enum Outcome {
        /** A complete listing was stored. */
        SYNCED,
        /** Not asked for: the grant does not cover it, or the user must consent again. */
        SKIPPED,
        /** No complete listing could be got; what is stored stands as it was. */
        FAILED
    }

    /** A complete listing was stored. */
    public static DatasetState synced(
            Dataset dataset, String sub, Stamp stamp, long rowCount, ChangeCounts counts, Duration duration) {
        return new DatasetState(
                dataset,
                sub,
                stamp.runId(),
                Outcome.SYNCED,
                Optional.of(stamp.at()),
                Optional.of(rowCount),
                counts,
                Optional.empty(),
                duration);
    }

    /** Nothing was stored; when it was last verified stays as it is. */
    public static DatasetState notSynced(
            Dataset dataset, String sub, long runId, Outcome outcome, @Nullable String hint, Duration duration) {
        return new DatasetState(
                dataset,
                sub,
                runId,
                outcome,
                Optional.empty(),
                Optional.empty(),
                ChangeCounts.NONE,
                Optional.ofNullable(hint),
                duration);
    }

    /** The same with something to know of it; null adds nothing. */
    public DatasetState withHint(@Nullable String text) {
        return text == null
                ? this
                : new DatasetState(
                        dataset, sub, runId, outcome, verifiedAt, rowCount, counts, Optional.of(text), duration);
    }
}
