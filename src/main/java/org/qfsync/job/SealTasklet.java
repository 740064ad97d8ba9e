package org.qfsync.job;

import org.qfsync.store.DatasetStates;
import org.qfsync.store.SchemaDrift;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Closes the books of a pass: what was missing is judged and removed or held, what was deleted long ago is forgotten,
 * content past its time is purged, what was done per dataset is summed up, what was noticed is written, what analysts ask is
 * brought up to date. May be repeated.
 */
final class SealTasklet implements Tasklet {
    private final DatasetStates states;
    private final SchemaDrift drift;
    private final WorkList workList;
    private final FreshnessLaw freshness;
    private final SealedLosses losses;
    private final AnalyticsUpkeep analytics;
    private final RunControl control;

    SealTasklet(
            DatasetStates states,
            SchemaDrift drift,
            WorkList workList,
            FreshnessLaw freshness,
            SealedLosses losses,
            AnalyticsUpkeep analytics,
            RunControl control) {
        this.states = states;
        this.drift = drift;
        this.workList = workList;
        this.freshness = freshness;
        this.losses = losses;
        this.analytics = analytics;
        this.control = control;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) {
        drift.flush();
        long run = control.run().run().id();
        losses.settle(control.run(), () -> {
            workList.dropErased(run);
            freshness.enforce(run);
            states.sumUp(run);
        });
        analytics.bringUpToDate(control.run());
        drift.flush();
        return RepeatStatus.FINISHED;
    }
}
