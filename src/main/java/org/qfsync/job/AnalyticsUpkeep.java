package org.qfsync.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.qfsync.store.KeptAnswers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What analysts ask is brought up to date when a run is sealed. Its failure fails no night. Thread-safe. */
final class AnalyticsUpkeep {
    private static final Logger LOG = LoggerFactory.getLogger(AnalyticsUpkeep.class);

    private final KeptAnswers answers;
    private final Clock clock;

    AnalyticsUpkeep(KeptAnswers answers, Clock clock) {
        this.answers = answers;
        this.clock = clock;
    }

    void bringUpToDate(long run) {
        Instant began = clock.instant();
        try {
            if (answers.refreshIfWorthwhile()) {
                LOG.info(
                        "The answers kept for analysts are those of run {}, calculated in {} s",
                        run,
                        Duration.between(began, clock.instant()).toSeconds());
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "The answers kept for analysts could not be calculated anew in run {}: {}. Analysts see those of the"
                            + " run before, or wait longer; the next run tries again",
                    run,
                    e.toString());
        }
    }
}
