package org.qfsync.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Losses that were too many at once to be believed: the rows stay live until an operator decides.
 *
 * @param id its number
 * @param sub whose rows they are; an empty string for content, empty for a table of users' rows
 * @param dataset which kind of data
 * @param runId the run that opened it
 * @param openedAt when
 * @param rows how many wait, as of the last seal or, once decided, how many it was about
 * @param before of how many live rows
 * @param users how many users' rows wait; zero for content
 * @param decision empty while it is open
 */
public record Hold(
        long id,
        Optional<String> sub,
        String dataset,
        long runId,
        Instant openedAt,
        long rows,
        long before,
        long users,
        Optional<Decision> decision) {
    /** How a hold ended. */
    public enum Decision {
        /** An operator believed it: the rows got their tombstones. */
        ACCEPTED,
        /** An operator did not: the rows are kept until they are listed again, or accepted after all. */
        REJECTED,
        /** All rows were listed again. */
        CAME_BACK
    }

    /** The user whose rows they all are; empty for a whole table, whoever they belong to. */
    public Optional<String> user() {
        return sub.filter(user -> !user.isEmpty());
    }

    /** Whether it waits for an operator. */
    public boolean isOpen() {
        return decision.isEmpty();
    }

    /** Whether it may be decided: a rejected one may still be accepted; what was removed or came back is over. */
    public boolean maySettle() {
        return decision.filter(taken -> taken != Decision.REJECTED).isEmpty();
    }

    /** Names no user: of whom it is, the caller shows in its own way. */
    @Override
    public String toString() {
        return "Hold[" + id + ", " + dataset + ", " + rows + " of " + before + "]";
    }
}
