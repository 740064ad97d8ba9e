package org.qfsync.user;

import java.util.List;
import java.util.Optional;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.FailureKind;
import org.qfsync.domain.SyncException;
import org.qfsync.store.ListingState;

/** All of one user's data that could be fetched, ready to be written. Its {@link #toString()} names the user only. */
public final class UserCopy {
    private final String sub;
    private final List<DatasetCopy> datasets;
    private final ListingState before;
    private final ListingState after;
    private final boolean whole;

    /**
     * @param before what was known of the user's listings
     * @param after what is known once this copy is stored
     * @param whole true if no dataset was left out by choice
     */
    UserCopy(String sub, List<DatasetCopy> datasets, ListingState before, ListingState after, boolean whole) {
        this.sub = sub;
        this.datasets = List.copyOf(datasets);
        this.before = before;
        this.after = after;
        this.whole = whole;
    }

    public String sub() {
        return sub;
    }

    List<DatasetCopy> datasets() {
        return datasets;
    }

    ListingState before() {
        return before;
    }

    ListingState after() {
        return after;
    }

    /** True if every dataset was asked for and none failed. */
    boolean isComplete() {
        return whole && failed().isEmpty();
    }

    /** The first dataset that failed; one that the grant does not cover has not. */
    public Optional<Failed> failed() {
        for (DatasetCopy copy : datasets) {
            if (copy.failure() != null && copy.failure().kind() != FailureKind.SCOPE_MISSING) {
                return Optional.of(new Failed(copy.dataset(), copy.failure()));
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "UserCopy[" + org.qfsync.domain.Fingerprint.of(sub) + "]";
    }

    /** A dataset that could not be fetched, and why. */
    public record Failed(Dataset dataset, SyncException failure) {}
}
