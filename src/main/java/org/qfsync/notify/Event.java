package org.qfsync.notify;

import java.time.Instant;
import java.util.List;

/**
 * One change, as a channel is told of it.
 *
 * @param id the same whenever the same change is told again, because it is not known whether it arrived
 * @param subject what changed, in a word
 * @param since when it turned good or bad
 * @param count how much of it there is; 0 if it is not counted
 */
record Event(
        String id,
        String subject,
        Change change,
        Level level,
        Instant since,
        String title,
        long count,
        List<Advice> advice) {
    Event {
        advice = List.copyOf(advice);
    }
}
