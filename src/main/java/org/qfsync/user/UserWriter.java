package org.qfsync.user;

import org.qfsync.domain.FailureKind;
import org.qfsync.domain.SyncException;
import org.qfsync.store.ChangeCounts;
import org.qfsync.store.DatasetState;
import org.qfsync.store.DatasetState.Outcome;
import org.qfsync.store.DatasetStates;
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
    private final SyncedUsers users;

    public UserWriter(UserRowWriter rows, DatasetStates states, SyncedUsers users) {
        this.rows = rows;
        this.states = states;
        this.users = users;
    }

    /** Writes what was fetched; a dataset that failed keeps the rows it had. */
    public void write(UserCopy copy, Stamp stamp) {
        UserRowWriter.OfUser writer = rows.of(copy.sub(), stamp);
        states.record(copy.datasets().stream()
                .map(dataset -> state(copy.sub(), dataset, writer, stamp))
                .toList());
        writer.finish();
        if (copy.failed().isEmpty()) {
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
        ChangeCounts counts = copy.listings().stream()
                .map(listing -> writer.replace(copy.dataset(), listing.table(), listing.scope(), listing.rows()))
                .reduce(ChangeCounts.NONE, ChangeCounts::plus);
        return DatasetState.synced(copy.dataset(), sub, stamp, counts.listed(), counts, copy.took());
    }
}
