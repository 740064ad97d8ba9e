package org.qfsync.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.qfsync.content.RegularContent;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.Selection;
import org.qfsync.store.ChangeCounts;
import org.qfsync.store.DatasetState;
import org.qfsync.store.DatasetState.Outcome;
import org.qfsync.store.DatasetStates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The freshness law (Quran Foundation's terms of use). A copy from regular endpoints is fetched again in good time, and
 * one that could not be is deleted for good when its last complete listing is a week old, whatever the reason; what
 * Content Sync brought goes then unless the service is out of reach. How old a copy is is told by when it was last stored
 * completely, never by a row's own times. Thread-safe.
 */
final class FreshnessLaw {
    static final Duration WEEK = Duration.ofDays(7);

    private static final Logger LOG = LoggerFactory.getLogger(FreshnessLaw.class);
    /** Nights do not begin at the same second, and a clock change moves one by an hour. */
    private static final int SLACK = 24;

    private final ContentStore store;
    private final DatasetStates states;
    private final KeptContent content;
    private final Duration refreshAfter;
    private final Clock clock;

    FreshnessLaw(ContentStore store, KeptContent content, Duration refreshAfter, Clock clock) {
        this.store = store;
        this.states = store.states();
        this.content = content;
        this.refreshAfter = refreshAfter;
        this.clock = clock;
    }

    /** True if a run that is asked for this has to fetch it again. */
    boolean isDue(Dataset dataset, Selection selection) {
        return selection.covers(dataset) && (selection.full() || !isFresh(dataset));
    }

    /** What was verified in the future is not: then a clock was wrong. */
    private boolean isFresh(Dataset dataset) {
        Instant now = clock.instant();
        return states.find(dataset, DatasetState.CONTENT)
                // What failed since is open, however young the copy is.
                .filter(state -> state.outcome() != DatasetState.Outcome.FAILED)
                .flatMap(DatasetState::verifiedAt)
                .filter(verified -> !verified.isAfter(now) && now.isBefore(dueAt(verified)))
                .isPresent();
    }

    private Instant dueAt(Instant verified) {
        return verified.plus(refreshAfter.minus(refreshAfter.dividedBy(SLACK)));
    }

    /**
     * Deletes what is past its time, and notes from when on the rest is due; in one transaction. To be called when the
     * run is through with its content.
     */
    void enforce(long runId) {
        store.transaction().executeWithoutResult(status -> {
            content.regular().places().forEach(place -> enforce(place, runId));
            enforceSynced(runId);
        });
    }

    private void enforce(RegularContent.Place place, long runId) {
        Optional<DatasetState> state = states.find(place.dataset(), DatasetState.CONTENT);
        Optional<Instant> verified = state.flatMap(DatasetState::verifiedAt);
        // What was never complete counts from its first row.
        Optional<Instant> age = verified.or(() -> content.rows().oldest(place.table(), place.scope()));
        Instant now = clock.instant();
        if (age.filter(since -> since.plus(WEEK).isBefore(now)).isPresent()) {
            purge(place, state, age.get(), runId);
        } else {
            // A row that is gone was last verified by the listing before, which may be that much older.
            content.rows()
                    .deleteGone(place.table(), place.scope(), now.minus(WEEK).plus(refreshAfter));
        }
        states.setDue(place.dataset(), verified.map(this::dueAt));
    }

    /** What Content Sync brought may be used on while the service is out of reach, but not longer. */
    private void enforceSynced(long runId) {
        Optional<DatasetState> asked =
                states.find(Dataset.CONTENT_SYNC, DatasetState.CONTENT).filter(state -> state.runId() == runId);
        if (asked.isEmpty()) {
            return;
        }
        Instant overdue = clock.instant().minus(WEEK);
        content.synced().deleteGone(overdue);
        long deleted = content.synced().purge(overdue, asked.get().outcome() == Outcome.FAILED);
        if (deleted > 0) {
            LOG.warn(
                    "content_sync: Deleted for good ({} rows): resources that no complete sync has covered for 7 days",
                    deleted);
            states.countRemoved(Dataset.CONTENT_SYNC, deleted);
        }
    }

    private void purge(RegularContent.Place place, Optional<DatasetState> before, Instant since, long runId) {
        long deleted = content.rows().delete(place.table(), place.scope());
        if (deleted == 0) {
            return;
        }
        String why = "Deleted for good (" + deleted + " rows): last complete " + since.truncatedTo(ChronoUnit.SECONDS)
                + ", and content may be kept for 7 days; the next run that reaches the service fetches it again";
        LOG.warn("{}: {}", place.dataset().id(), why);
        Optional<DatasetState> ofThisRun = before.filter(state -> state.runId() == runId);
        states.record(List.of(new DatasetState(
                place.dataset(),
                DatasetState.CONTENT,
                runId,
                ofThisRun.map(DatasetState::outcome).orElse(Outcome.SKIPPED),
                Optional.empty(),
                Optional.of(0L),
                new ChangeCounts(0, 0, 0, deleted),
                Optional.of(why),
                ofThisRun.map(DatasetState::duration).orElse(Duration.ZERO))));
    }
}
