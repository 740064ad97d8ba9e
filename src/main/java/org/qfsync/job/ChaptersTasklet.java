package org.qfsync.job;

import java.util.List;
import org.qfsync.content.Chapters;
import org.qfsync.store.ChangeCounts;
import org.qfsync.store.QfTables;
import org.qfsync.store.Row;
import org.qfsync.store.Scope;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Replaces the stored chapters by a complete listing, in one transaction; a failed listing changes nothing. */
final class ChaptersTasklet implements Tasklet {
    private static final String LANGUAGE = "en";

    private final Chapters chapters;
    private final ContentStore store;
    private final RunControl control;
    private volatile ChangeCounts counts = ChangeCounts.NONE;

    ChaptersTasklet(Chapters chapters, ContentStore store, RunControl control) {
        this.chapters = chapters;
        this.store = store;
        this.control = control;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) throws Exception {
        return Unbound.call(() -> replaceAll(contribution));
    }

    private RepeatStatus replaceAll(StepContribution contribution) {
        RunContext run = control.run();
        List<Row> rows = chapters.fetch(LANGUAGE, run.unknown());
        contribution.incrementReadCount();
        store.transaction().executeWithoutResult(status -> {
            store.lease().requireEpoch(run.epoch());
            counts = store.rows().replace(QfTables.CHAPTER, Scope.all(), rows, run.stamp());
        });
        contribution.incrementWriteCount(rows.size());
        return RepeatStatus.FINISHED;
    }

    /** What the last execution did. */
    ChangeCounts counts() {
        return counts;
    }
}
