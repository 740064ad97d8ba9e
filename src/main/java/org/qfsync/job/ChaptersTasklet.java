package org.qfsync.job;

import java.util.List;
import java.util.Optional;
import org.qfsync.content.ContentDataset;
import org.qfsync.store.ChangeCounts;
import org.qfsync.store.Row;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Replaces the stored chapters by a complete listing when they are due, in one transaction; a failed listing changes
 * nothing.
 */
final class ChaptersTasklet implements Tasklet {
    private final ContentDataset chapters;
    private final FreshnessLaw freshness;
    private final ContentStore store;
    private final RunControl control;
    private volatile Optional<ChangeCounts> counts = Optional.empty();

    ChaptersTasklet(ContentDataset chapters, FreshnessLaw freshness, ContentStore store, RunControl control) {
        this.chapters = chapters;
        this.freshness = freshness;
        this.store = store;
        this.control = control;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) throws Exception {
        return Unbound.call(() -> replaceIfDue(contribution));
    }

    private RepeatStatus replaceIfDue(StepContribution contribution) {
        counts = Optional.empty();
        if (!freshness.isDue(chapters.dataset(), control.run().selection())) {
            return RepeatStatus.FINISHED;
        }
        RunContext run = control.run();
        List<Row> rows = chapters.fetch(run.unknown());
        contribution.incrementReadCount();
        store.transaction().executeWithoutResult(status -> {
            store.lease().requireEpoch(run.epoch());
            counts = Optional.of(store.rows().replace(chapters.table(), chapters.scope(), rows, run.stamp()));
        });
        contribution.incrementWriteCount(rows.size());
        return RepeatStatus.FINISHED;
    }

    /** What the last execution did; empty if the chapters were fresh. */
    Optional<ChangeCounts> counts() {
        return counts;
    }
}
