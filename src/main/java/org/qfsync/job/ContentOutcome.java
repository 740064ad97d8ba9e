package org.qfsync.job;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Dataset;
import org.qfsync.store.ChangeCounts;
import org.qfsync.store.DatasetState;
import org.qfsync.store.DatasetStates;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;

/** Records what became of a content dataset when its step ends: complete, or kept as it was. */
final class ContentOutcome implements StepExecutionListener {
    private final Dataset dataset;
    private final DatasetStates states;
    private final RunControl control;
    private final Supplier<Optional<ChangeCounts>> counts;

    /**
     * For one dataset.
     *
     * @param counts what the step did to it; empty if it was fresh and not asked for, which leaves its state as it is
     */
    ContentOutcome(Dataset dataset, DatasetStates states, RunControl control, Supplier<Optional<ChangeCounts>> counts) {
        this.dataset = dataset;
        this.states = states;
        this.control = control;
        this.counts = counts;
    }

    @Override
    public @Nullable ExitStatus afterStep(StepExecution step) {
        RunContext run = control.run();
        if (step.getStatus() == BatchStatus.COMPLETED) {
            counts.get()
                    .ifPresent(done -> record(DatasetState.synced(
                            dataset, DatasetState.CONTENT, run.stamp(), done.listed(), done, took(step))));
        } else if (step.getStatus() == BatchStatus.FAILED) {
            step.getFailureExceptions().forEach(control::note);
            String hint = control.failure() == null ? null : control.failure().hint();
            record(DatasetState.notSynced(
                    dataset, DatasetState.CONTENT, run.run().id(), DatasetState.Outcome.FAILED, hint, took(step)));
        }
        return null;
    }

    private void record(DatasetState state) {
        states.record(List.of(state));
    }

    private static Duration took(StepExecution step) {
        LocalDateTime start = step.getStartTime();
        LocalDateTime last = step.getLastUpdated();
        return start == null || last == null ? Duration.ZERO : Duration.between(start, last);
    }
}
