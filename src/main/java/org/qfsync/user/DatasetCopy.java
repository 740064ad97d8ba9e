package org.qfsync.user;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.SyncException;

/**
 * One dataset of one user as it was fetched.
 *
 * @param listings complete, or none if it failed
 * @param failure why there is nothing; null if there is
 */
record DatasetCopy(
        Dataset dataset, List<Listing> listings, @Nullable SyncException failure, Duration took) {}
