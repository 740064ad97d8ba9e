package org.qfsync.user;

import org.qfsync.domain.Dataset;
import org.qfsync.domain.FailureKind;
import org.qfsync.domain.SyncException;
import org.qfsync.store.ChangeCounts;
import org.qfsync.store.DatasetState;
import org.qfsync.store.DatasetState.Outcome;
import org.qfsync.store.DatasetStates;
import org.qfsync.store.ListingStates;
import org.qfsync.store.Stamp;
import org.qfsync.store.SyncedUsers;
import org.qfsync.store.UserRowWriter;

/**
 * Writes one user's copy: rows, what became of each dataset, when the user was synced. Joins the caller's transaction,
 * so that all of it stands or none. Thread-safe.
 */
public final class UserWriter {
    private final UserRowWriter rows;
    private final DatasetStates states;
    private final ListingStates listings;
    private final SyncedUsers users;

    public UserWriter(UserRowWriter rows, DatasetStates states, ListingStates listings, SyncedUsers users) {
        this.rows = rows;
        this.states = states;
        this.listings = listings;
        this.users = users;
    }

    /** Writes what was fetched; a dataset that failed keeps the rows it had. */
    public void write(UserCopy copy, Stamp stamp) {
        UserRowWriter.OfUser writer = rows.of(copy.sub(), stamp);
        states.record(copy.datasets().stream()
                .map(dataset -> state(copy.sub(), dataset, writer, stamp))
                .toList());
        writer.finish();
        listings.record(copy.sub(), copy.before(), copy.after(), stamp);
        if (copy.isComplete()) {
            users.synced(copy.sub(), stamp);
        } else {
            users.seen(copy.sub(), stamp);
        }
    }

    private DatasetState state(String sub, DatasetCopy copy, UserRowWriter.OfUser writer, Stamp stamp) {
        SyncException failure = copy.failure();
        if (failure != null) {
            Outcome outcome = failure.kind() == FailureKind.SCOPE_MISSING ? Outcome.SKIPPED : Outcome.FAILED;
            return DatasetState.notSynced(copy.dataset(), sub, stamp.runId(), outcome, failure.hint(), copy.took());
        }
        ChangeCounts counts = copy.stands()
                ? standing(states.find(copy.dataset(), sub)
                        .flatMap(DatasetState::rowCount)
                        .orElse(0L))
                : copy.listings().stream()
                        .map(listing -> written(copy.dataset(), listing, writer))
                        .reduce(ChangeCounts.NONE, ChangeCounts::plus);
        return DatasetState.synced(copy.dataset(), sub, stamp, counts.listed(), counts, copy.took())
                .withHint(copy.note());
    }

    private static ChangeCounts written(Dataset dataset, Listing listing, UserRowWriter.OfUser writer) {
        return listing.standing().isPresent()
                ? standing(listing.standing().getAsLong())
                : writer.replace(dataset, listing.table(), listing.scope(), listing.rows());
    }

    private static ChangeCounts standing(long rows) {
        return new ChangeCounts(0, 0, rows, 0);
    }
}
