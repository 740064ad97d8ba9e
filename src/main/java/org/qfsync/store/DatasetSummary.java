package org.qfsync.store;

import java.time.Duration;
import org.qfsync.domain.Dataset;

/**
 * What a run did to a dataset, all users together.
 *
 * @param dataset which one
 * @param synced users (for content: 1) whose dataset was stored completely
 * @param skipped users whose dataset was skipped
 * @param failed users whose dataset failed
 * @param rowCount rows of the listings that were stored
 * @param counts summed
 * @param held live rows that the listings lacked and that are kept
 * @param duration summed; users worked on side by side add up
 */
public record DatasetSummary(
        Dataset dataset,
        long synced,
        long skipped,
        long failed,
        long rowCount,
        ChangeCounts counts,
        long held,
        Duration duration) {}
