package org.qfsync.user;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.qfsync.domain.Dataset;

/** The kinds of things that the sync feed tells of, by its own words, and the dataset that holds each. */
enum SyncResource {
    BOOKMARK(Dataset.BOOKMARKS),
    COLLECTION(Dataset.COLLECTIONS),
    COLLECTION_BOOKMARK(Dataset.COLLECTION_ITEMS),
    NOTE(Dataset.NOTES),
    READING_SESSION(Dataset.READING_SESSIONS);

    /** Each repeats something of the others, so that a change of one shows in the others: all or none can be relied on. */
    private static final Set<SyncResource> TOGETHER = EnumSet.of(BOOKMARK, COLLECTION, COLLECTION_BOOKMARK);

    private final Dataset dataset;

    SyncResource(Dataset dataset) {
        this.dataset = dataset;
    }

    Dataset dataset() {
        return dataset;
    }

    static Optional<SyncResource> of(String word) {
        for (SyncResource resource : values()) {
            if (resource.name().equals(word)) {
                return Optional.of(resource);
            }
        }
        return Optional.empty();
    }

    /** Those of the datasets that the feed tells all about under these scopes. */
    static Set<SyncResource> coveredBy(Set<String> scopes, Set<Dataset> datasets) {
        Set<SyncResource> covered = EnumSet.allOf(SyncResource.class);
        covered.removeIf(resource -> !datasets.contains(resource.dataset) || !resource.dataset.isCoveredBy(scopes));
        if (!covered.containsAll(TOGETHER)) {
            covered.removeAll(TOGETHER);
        }
        return covered;
    }
}
