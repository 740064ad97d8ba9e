package org.qfsync.job;

import org.qfsync.store.DatasetStates;
import org.qfsync.store.SchemaDrift;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Closes the books of a pass: content past its time is purged, what was done per dataset is summed up, what was noticed is
 * written. May be repeated.
 */
final class SealTasklet implements Tasklet {
    private final DatasetStates states;
    private final SchemaDrift drift;
    private final WorkList workList;
    private final FreshnessLaw freshness;
    private final TransactionTemplate transaction;
    private final RunControl control;

    SealTasklet(
            DatasetStates states,
            SchemaDrift drift,
            WorkList workList,
            FreshnessLaw freshness,
            TransactionTemplate transaction,
            RunControl control) {
        this.states = states;
        this.drift = drift;
        this.workList = workList;
        this.freshness = freshness;
        this.transaction = transaction;
        this.control = control;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) {
        drift.flush();
        long run = control.run().run().id();
        transaction.executeWithoutResult(status -> {
            workList.dropErased(run);
            freshness.enforce(run);
            states.sumUp(run);
        });
        return RepeatStatus.FINISHED;
    }
}
