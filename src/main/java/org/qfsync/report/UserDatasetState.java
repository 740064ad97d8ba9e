package org.qfsync.report;

import java.time.Instant;
import java.util.Optional;

/**
 * How fresh one dataset of a user is.
 *
 * @param outcome of the last run that came to it: SYNCED, SKIPPED or FAILED
 * @param verifiedAt when it was last complete; empty if never
 * @param rows live ones at that time
 * @param hint why it was not synced and what to do; may be empty
 */
public record UserDatasetState(
        String dataset, String outcome, Optional<Instant> verifiedAt, Optional<Long> rows, String hint) {}
