package org.qfsync.user;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.SyncException;

/**
 * One dataset of one user as it was fetched.
 *
 * @param listings complete, or none if it failed or stands
 * @param stands true if it is known that nothing of it changed since it was last listed
 * @param failure why there is nothing; null if there is
 * @param note what is to be known of it although it did not fail; null if nothing is
 */
record DatasetCopy(
        Dataset dataset,
        List<Listing> listings,
        boolean stands,
        @Nullable SyncException failure,
        @Nullable String note,
        Duration took) {}
