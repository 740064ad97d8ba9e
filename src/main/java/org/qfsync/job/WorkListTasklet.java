package org.qfsync.job;

import org.qfsync.domain.Selection;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes the work list of a pass, whole or not at all, once: a restart finds it done. */
final class WorkListTasklet implements Tasklet {
    private final WorkList workList;
    private final RunRepository runs;
    private final TransactionTemplate transaction;
    private final RunControl control;
    private final String clientId;

    WorkListTasklet(
            WorkList workList,
            RunRepository runs,
            TransactionTemplate transaction,
            RunControl control,
            String clientId) {
        this.workList = workList;
        this.runs = runs;
        this.transaction = transaction;
        this.control = control;
        this.clientId = clientId;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) {
        Run run = control.run().run();
        Integer users = transaction.execute(status -> write(run));
        contribution.incrementWriteCount(users == null ? 0 : users);
        return RepeatStatus.FINISHED;
    }

    private int write(Run run) {
        // A process that died between this commit and Spring Batch's own left a whole list behind.
        long written = workList.count(run.id()).users();
        if (written > 0) {
            return (int) written;
        }
        return switch (run.kind()) {
            case FULL -> workList.writeAll(run.id(), clientId);
            case OPEN_REST -> workList.writeOpenRest(run.id(), runs.before(run).id());
            case SUBSET -> writeSubset(run);
        };
    }

    /** Chosen users were listed when the pass was made; here they can only have been erased since. */
    private int writeSubset(Run run) {
        Selection selection = run.selection();
        return selection.coversAny(true) && selection.users().isEmpty() ? workList.writeAll(run.id(), clientId) : 0;
    }
}
