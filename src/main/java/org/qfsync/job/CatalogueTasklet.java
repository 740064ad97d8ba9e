package org.qfsync.job;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.qfsync.content.ContentDataset;
import org.qfsync.domain.FailureKind;
import org.qfsync.domain.Selection;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;
import org.qfsync.store.ChangeCounts;
import org.qfsync.store.DatasetState;
import org.qfsync.store.DatasetState.Outcome;
import org.qfsync.store.Row;
import org.qfsync.token.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Copies the catalogue, one dataset after the other, each whole in a transaction of its own or not at all. One that
 * fails is recorded and keeps no other waiting; the step fails at its end if one failed for a systemic reason, and at
 * once when several in a row show that the service is away. For one execution of the step: not thread-safe.
 */
final class CatalogueTasklet implements Tasklet {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogueTasklet.class);
    private static final int AWAY = 3;

    private final Queue<ContentDataset> left;
    private final FreshnessLaw freshness;
    private final ContentStore store;
    private final RunControl control;
    private final Ticker ticker;
    private int awayInARow;
    private @Nullable SystemicException systemic;

    CatalogueTasklet(
            List<ContentDataset> catalogue,
            FreshnessLaw freshness,
            ContentStore store,
            RunControl control,
            Ticker ticker) {
        this.left = new ArrayDeque<>(catalogue);
        this.freshness = freshness;
        this.store = store;
        this.control = control;
        this.ticker = ticker;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) throws Exception {
        ContentDataset next = left.poll();
        if (next != null) {
            return Unbound.call(() -> copyIfDue(next, contribution));
        }
        SystemicException failure = systemic;
        if (failure != null) {
            throw failure;
        }
        return RepeatStatus.FINISHED;
    }

    private RepeatStatus copyIfDue(ContentDataset dataset, StepContribution contribution) {
        if (isDue(dataset)) {
            contribution.incrementReadCount();
            Duration began = ticker.elapsed();
            try {
                contribution.incrementWriteCount(copy(dataset, began));
                awayInARow = 0;
            } catch (SyncException e) {
                contribution.incrementProcessSkipCount();
                failed(dataset, e, ticker.elapsed().minus(began));
            }
        }
        return RepeatStatus.CONTINUABLE;
    }

    private boolean isDue(ContentDataset dataset) {
        Selection selection = control.run().selection();
        return freshness.isDue(dataset.dataset(), selection)
                || (selection.covers(dataset.dataset()) && !dataset.coversWhatIsAsked());
    }

    private long copy(ContentDataset dataset, Duration began) {
        RunContext run = control.run();
        List<Row> rows = dataset.fetch(run.unknown());
        store.transaction().executeWithoutResult(status -> {
            store.lease().requireEpoch(run.epoch());
            ChangeCounts done = store.rows().replace(dataset.table(), dataset.scope(), rows, run.stamp());
            store.states()
                    .record(List.of(DatasetState.synced(
                            dataset.dataset(),
                            DatasetState.CONTENT,
                            run.stamp(),
                            done.listed(),
                            done,
                            ticker.elapsed().minus(began))));
        });
        return rows.size();
    }

    private void failed(ContentDataset dataset, SyncException failure, Duration took) {
        LOG.warn("{} could not be copied: {}", dataset.dataset().id(), failure.getMessage());
        store.states()
                .record(List.of(DatasetState.notSynced(
                        dataset.dataset(),
                        DatasetState.CONTENT,
                        control.run().run().id(),
                        Outcome.FAILED,
                        failure.getMessage() + ". " + failure.hint(),
                        took)));
        if (failure instanceof SystemicException first && systemic == null) {
            systemic = first;
        }
        boolean away = failure.kind() == FailureKind.TRANSIENT || failure.kind() == FailureKind.SYSTEMIC;
        awayInARow = away ? awayInARow + 1 : 0;
        if (awayInARow >= AWAY) {
            throw systemic != null ? systemic : away(failure);
        }
    }

    private static SystemicException away(SyncException last) {
        return new SystemicException(
                AWAY + " listings of content in a row failed, the last: " + last.getMessage(),
                "service_unavailable",
                last.httpStatus(),
                "The service seems to be down: see qfsync check; when it is back: qfsync run",
                last);
    }
}
