package org.qfsync.content;

import java.util.List;
import java.util.Optional;
import org.qfsync.domain.SyncException;
import org.qfsync.store.ChangeCounts;

/**
 * What became of one filter in a run.
 *
 * @param counts of rows, foot notes included
 * @param failure why it is not complete
 * @param notes what an operator should know although it is complete
 */
public record FilterResult(
        ResourceFilter filter,
        Outcome outcome,
        ChangeCounts counts,
        Optional<SyncException> failure,
        List<String> notes) {
    /** How it ended. */
    public enum Outcome {
        /** All pages and snapshots are stored, and the token is. */
        COMPLETE,
        /** This client may not use Content Sync. */
        OFF,
        /** Something is not understood or not configured right; a retry would not help. */
        BLOCKED,
        /** The service is in trouble; the next run takes it up. */
        FAILED,
        STOPPED
    }

    /** In a sentence, what failed and what to do; empty if nothing did. */
    public Optional<String> hint() {
        return failure.map(e -> filter.canonical() + ": " + e.getMessage() + ". " + e.hint())
                .or(() -> notes.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", notes)));
    }
}
