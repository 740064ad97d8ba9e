package org.qfsync.user;

import java.util.List;
import org.qfsync.domain.Dataset;

/** Fetches one kind of a user's data completely and turns it into rows. Implementations hold no state. */
interface UserDataset {
    Dataset dataset();

    /**
     * The complete listings of this dataset.
     *
     * @throws org.qfsync.domain.SyncException if any of them is not complete
     */
    List<Listing> fetch(UserFetch fetch);
}
