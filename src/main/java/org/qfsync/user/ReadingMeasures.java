package org.qfsync.user;

import static org.qfsync.store.ColumnType.DOUBLE;
import static org.qfsync.store.ColumnType.INTEGER;
import static org.qfsync.store.ColumnType.JSON;

import org.qfsync.store.Mapping;

/** What a day's reading and its goal are measured by; a goal is of one kind, so that most of these are absent or null. */
final class ReadingMeasures {
    private ReadingMeasures() {}

    static Mapping addTo(Mapping mapping) {
        return mapping.maybe("ranges", "ranges", JSON)
                .maybe("pagesRead", "pages_read", DOUBLE)
                .maybe("secondsRead", "seconds_read", INTEGER)
                .maybe("versesRead", "verses_read", INTEGER)
                .maybe("manuallyAddedSeconds", "manually_added_seconds", INTEGER)
                .maybe("dailyTargetPages", "daily_target_pages", DOUBLE)
                .maybe("dailyTargetSeconds", "daily_target_seconds", INTEGER)
                .maybe("dailyTargetRanges", "daily_target_ranges", JSON)
                .maybe("remainingDailyTargetRanges", "remaining_daily_target_ranges", JSON);
    }
}
