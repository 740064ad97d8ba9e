package org.qfsync.user;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.FailureKind;
import org.qfsync.store.ListingState;
import org.qfsync.store.ListingState.Head;

/** What is known of a user's listings once a copy of them is stored: never more than what the copy holds. */
record Knowledge(ListingState before, List<DatasetCopy> copies) {
    /** @param tonight the night to be noted if nothing failed */
    Optional<LocalDate> fullNight(Optional<LocalDate> tonight) {
        boolean failed = copies.stream()
                .anyMatch(copy -> copy.failure() != null && copy.failure().kind() != FailureKind.SCOPE_MISSING);
        return failed ? before.fullNight() : tonight;
    }

    /** A head that a dataset has not been brought to is not noted; without the feed there is none. */
    Optional<Head> head(SyncFeed.Told told) {
        boolean allThere = told.covered().stream().allMatch(this::isThere);
        return allThere ? told.head() : before.head();
    }

    Map<String, String> signatures(UserFetch fetch) {
        boolean listed = copies.stream()
                .anyMatch(
                        copy -> copy.dataset() == Dataset.COLLECTION_ITEMS && copy.failure() == null && !copy.stands());
        return listed ? fetch.signatures() : before.signatures();
    }

    private boolean isThere(Dataset dataset) {
        return copies.stream().anyMatch(copy -> copy.dataset() == dataset && copy.failure() == null);
    }
}
