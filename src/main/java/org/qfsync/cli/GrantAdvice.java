package org.qfsync.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What the state of a grant means to an operator, and what to do about it.
 *
 * @param words what it means; empty if all is well
 * @param todo a command to type, or whom to ask for what; empty if there is nothing to do
 */
record GrantAdvice(String words, String todo) {
    /** A moment to the second, as far as there is one. */
    static String when(Optional<Instant> moment) {
        return moment.map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("");
    }
}
