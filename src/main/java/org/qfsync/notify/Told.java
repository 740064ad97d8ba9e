package org.qfsync.notify;

import java.time.Instant;
import java.util.Set;

/**
 * What a channel has been told of a subject.
 *
 * @param causes all that were told since it turned bad
 * @param since when it turned so
 * @param at when it was last told
 * @param number counts what was told, so that each message has an id of its own
 */
record Told(Level level, Set<String> causes, long size, Instant since, Instant at, long number) {
    Told {
        causes = Set.copyOf(causes);
    }

    Told withLevel(Level other) {
        return new Told(other, causes, size, since, at, number);
    }

    /** Of a subject that was never spoken of: then all was well. */
    static Told nothing(Instant now) {
        return new Told(Level.GOOD, Set.of(), 0, now, now, 0);
    }
}
