package org.qfsync.store;

import java.time.Duration;
import org.qfsync.domain.Settings;

/**
 * How long the history of users' rows remembers.
 *
 * @param deletedRetention what a deleted row held is forgotten so long after its deletion
 */
public record HistoryProperties(Duration deletedRetention) {
    private static final Duration LONGEST = Duration.ofDays(30);

    /** Reads {@code qfsync.history.deleted-retention}. */
    public static HistoryProperties from(Settings settings) {
        return new HistoryProperties(
                settings.duration("qfsync.history.deleted-retention", LONGEST, Duration.ZERO, LONGEST));
    }
}
