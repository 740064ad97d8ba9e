package org.qfsync.job;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.qfsync.content.ContentSync;
import org.qfsync.content.FilterResult;
import org.qfsync.content.FilterResult.Outcome;
import org.qfsync.content.SyncRun;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.SystemicException;
import org.qfsync.http.Spool;
import org.qfsync.store.ChangeCounts;
import org.qfsync.store.DatasetState;
import org.qfsync.store.DatasetStates;
import org.qfsync.token.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Keeps the configured resources in step, and records what became of them as one dataset: it failed if any filter did,
 * it is off if this client may not use Content Sync. Only what everything would meet alike fails the step.
 */
final class ContentSyncTasklet implements Tasklet {
    private static final Logger LOG = LoggerFactory.getLogger(ContentSyncTasklet.class);

    private final ContentSync sync;
    private final Spool spool;
    private final DatasetStates states;
    private final RunControl control;
    private final Ticker ticker;

    ContentSyncTasklet(ContentSync sync, Spool spool, DatasetStates states, RunControl control, Ticker ticker) {
        this.sync = sync;
        this.spool = spool;
        this.states = states;
        this.control = control;
        this.ticker = ticker;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) throws Exception {
        return control.run().selection().covers(Dataset.CONTENT_SYNC)
                ? Unbound.call(() -> syncAll(contribution))
                : RepeatStatus.FINISHED;
    }

    private RepeatStatus syncAll(StepContribution contribution) {
        RunContext run = control.run();
        sweep();
        Duration began = ticker.elapsed();
        try {
            List<FilterResult> results = sync.sync(
                    new SyncRun(run.stamp(), run.unknown(), run.selection().full(), control::isStopping));
            if (results.stream().anyMatch(result -> result.outcome() == Outcome.STOPPED)) {
                // The step finds itself asked to stop before it would come here again.
                return RepeatStatus.CONTINUABLE;
            }
            results.forEach(result -> contribution.incrementReadCount());
            record(results, run, ticker.elapsed().minus(began));
            return RepeatStatus.FINISHED;
        } catch (SystemicException e) {
            states.record(List.of(DatasetState.notSynced(
                    Dataset.CONTENT_SYNC,
                    DatasetState.CONTENT,
                    run.run().id(),
                    DatasetState.Outcome.FAILED,
                    e.getMessage() + ". " + e.hint(),
                    ticker.elapsed().minus(began))));
            throw e;
        }
    }

    private void sweep() {
        try {
            spool.sweep();
        } catch (IOException e) {
            LOG.warn("Left-over snapshots in {} could not be deleted: {}", spool.folder(), e.toString());
        }
    }

    private void record(List<FilterResult> results, RunContext run, Duration took) {
        ChangeCounts counts = results.stream().map(FilterResult::counts).reduce(ChangeCounts.NONE, ChangeCounts::plus);
        String hints =
                results.stream().flatMap(result -> result.hint().stream()).collect(Collectors.joining(" "));
        DatasetState.Outcome outcome = outcome(results);
        boolean complete = outcome == DatasetState.Outcome.SYNCED;
        states.record(List.of(new DatasetState(
                Dataset.CONTENT_SYNC,
                DatasetState.CONTENT,
                run.run().id(),
                outcome,
                complete ? Optional.of(run.stamp().at()) : Optional.empty(),
                Optional.of(sync.rows()),
                counts,
                hints.isEmpty() ? Optional.empty() : Optional.of(hints),
                took)));
    }

    private static DatasetState.Outcome outcome(List<FilterResult> results) {
        if (results.stream()
                .anyMatch(result -> result.outcome() == Outcome.BLOCKED || result.outcome() == Outcome.FAILED)) {
            return DatasetState.Outcome.FAILED;
        }
        return results.stream().anyMatch(result -> result.outcome() == Outcome.OFF)
                ? DatasetState.Outcome.SKIPPED
                : DatasetState.Outcome.SYNCED;
    }
}
