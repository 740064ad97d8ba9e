package org.qfsync.notify;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How one subject is, as a run left it.
 *
 * @param causes stable words for why; a new one among them makes it worse
 * @param size how much of it there is; 0 if it is not counted
 * @param title what to say of it, in one line
 * @param advice what to do
 */
record Condition(Subject subject, Level level, Set<String> causes, long size, String title, List<Advice> advice) {
    Condition {
        causes = Set.copyOf(causes);
        advice = List.copyOf(advice);
    }

    static Condition good(Subject subject, String title) {
        return new Condition(subject, Level.GOOD, Set.of(), 0, title, List.of());
    }

    /** In an order that is always the same. */
    TreeSet<String> sortedCauses() {
        return new TreeSet<>(causes);
    }
}
