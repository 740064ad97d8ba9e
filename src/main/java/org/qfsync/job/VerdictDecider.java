package org.qfsync.job;

import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Verdict;
import org.qfsync.store.DatasetStates;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.flow.FlowExecutionStatus;
import org.springframework.batch.core.job.flow.JobExecutionDecider;
import org.springframework.batch.core.step.StepExecution;

/**
 * Says how a run ended. It is asked at the end of the job, because a split of flows ends well for Spring Batch although
 * one of its branches failed, and asked again when the job is over.
 */
final class VerdictDecider implements JobExecutionDecider {
    private final WorkList workList;
    private final DatasetStates states;
    private final RunControl control;

    VerdictDecider(WorkList workList, DatasetStates states, RunControl control) {
        this.workList = workList;
        this.states = states;
        this.control = control;
    }

    @Override
    public FlowExecutionStatus decide(JobExecution job, @Nullable StepExecution last) {
        return new FlowExecutionStatus(verdict(job).name());
    }

    Verdict verdict(JobExecution job) {
        if (hasStep(job, BatchStatus.FAILED) || hasStep(job, BatchStatus.UNKNOWN)) {
            return Verdict.FAILED;
        }
        if (hasStep(job, BatchStatus.STOPPED) || job.getStatus() == BatchStatus.STOPPED) {
            return Verdict.STOPPED;
        }
        if (job.getStatus() == BatchStatus.FAILED) {
            return Verdict.FAILED;
        }
        long run = control.run().run().id();
        WorkList.Counts users = workList.count(run);
        boolean open = users.failed() + users.pending() > 0 || states.anyContentFailedIn(run);
        return open ? Verdict.PARTIAL : Verdict.COMPLETED;
    }

    private static boolean hasStep(JobExecution job, BatchStatus status) {
        return job.getStepExecutions().stream().anyMatch(step -> step.getStatus() == status);
    }
}
