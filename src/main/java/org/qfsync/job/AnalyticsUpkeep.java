package org.qfsync.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.qfsync.store.KeptAnswers;
import org.qfsync.store.VerseRanges;
import org.qfsync.token.GrantVault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What analysts ask is brought up to date when a run is sealed. Its failure fails no night. Thread-safe. */
final class AnalyticsUpkeep {
    private static final Logger LOG = LoggerFactory.getLogger(AnalyticsUpkeep.class);

    private final ContentStore store;
    private final GrantVault grants;
    private final VerseRanges ranges;
    private final KeptAnswers answers;
    private final Clock clock;

    AnalyticsUpkeep(ContentStore store, GrantVault grants, VerseRanges ranges, KeptAnswers answers, Clock clock) {
        this.store = store;
        this.grants = grants;
        this.ranges = ranges;
        this.answers = answers;
        this.clock = clock;
    }

    void bringUpToDate(RunContext run) {
        readRanges(run);
        refresh(run.run().id());
    }

    private void readRanges(RunContext run) {
        try {
            ranges.read(run.stamp(), new RunFence(store.transaction(), store.lease(), grants, run.epoch()));
        } catch (RuntimeException e) {
            LOG.warn(
                    "The ranges of verses of notes and activity days could not be read in run {}: {}. Analysts see those"
                            + " of before; the next run tries again",
                    run.run().id(),
                    e.toString());
        }
    }

    private void refresh(long run) {
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
                    "The answers kept for analysts could not be calculated anew in run {}: {}. {}; the next run tries"
                            + " again",
                    run,
                    e.toString(),
                    putAside());
        }
    }

    /** What was kept is of the run before. Rather late than wrong. */
    private String putAside() {
        try {
            answers.putAside();
            return "Until then each question is calculated when it is asked, which takes longer";
        } catch (RuntimeException e) {
            return "Analysts see those of the run before, because they could not be put aside either (" + e + ")";
        }
    }
}
