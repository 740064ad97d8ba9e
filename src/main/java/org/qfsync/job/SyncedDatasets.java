package org.qfsync.job;

import java.util.Set;
import org.qfsync.domain.Dataset;

/**
 * Which datasets runs ask for at all, whatever is chosen of them.
 *
 * @param ofUsers those that the operator wants
 */
public record SyncedDatasets(Set<Dataset> ofUsers) {
    public SyncedDatasets {
        ofUsers = Set.copyOf(ofUsers);
    }

    /** True if a run that covers it asks for it. */
    public boolean contains(Dataset dataset) {
        return !dataset.isUserData() || ofUsers.contains(dataset);
    }
}
