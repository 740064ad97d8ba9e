package org.qfsync.job;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.Selection;
import org.qfsync.store.DatasetState;
import org.qfsync.store.DatasetState.Outcome;
import org.qfsync.store.DatasetStates;
import org.qfsync.token.ClientType;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.flow.FlowExecutionStatus;
import org.springframework.batch.core.job.flow.JobExecutionDecider;
import org.springframework.batch.core.step.StepExecution;

/**
 * Says whether a pass has content to sync: one over the open rest has not, and a public client may not, because the
 * content token is for confidential clients only (RFC 6749 section 4.4).
 */
final class ContentDecider implements JobExecutionDecider {
    static final String SYNC = "SYNC";
    static final String SKIP = "SKIP";

    private static final String HINT = "Skipped: a public client gets no content token; to sync content, use a"
            + " confidential client (QF_CLIENT_TYPE, QF_CLIENT_SECRET)";

    private final RunControl control;
    private final ClientType client;
    private final DatasetStates states;

    ContentDecider(RunControl control, ClientType client, DatasetStates states) {
        this.control = control;
        this.client = client;
        this.states = states;
    }

    @Override
    public FlowExecutionStatus decide(JobExecution job, @Nullable StepExecution last) {
        Run run = control.run().run();
        if (!run.selection().coversAny(false) || (run.kind() == RunKind.OPEN_REST && !states.anyContentFailed())) {
            return new FlowExecutionStatus(SKIP);
        }
        if (client == ClientType.CONFIDENTIAL) {
            return new FlowExecutionStatus(SYNC);
        }
        states.record(Selection.of(false).stream()
                .filter(run.selection()::covers)
                .map(dataset -> skipped(dataset, run))
                .toList());
        return new FlowExecutionStatus(SKIP);
    }

    private static DatasetState skipped(Dataset dataset, Run run) {
        return DatasetState.notSynced(dataset, DatasetState.CONTENT, run.id(), Outcome.SKIPPED, HINT, Duration.ZERO);
    }
}
