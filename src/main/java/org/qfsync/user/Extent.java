package org.qfsync.user;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.qfsync.domain.Dataset;

/**
 * How much of a user's data has to be listed.
 *
 * @param full true if everything has, whether it looks changed or not
 * @param standing the datasets of which it is known that nothing changed since they were last listed
 * @param bookmarkTypes the types of which bookmarks may have changed; empty if any may
 * @param collections those whose items changed, whatever their signature says
 */
record Extent(boolean full, Set<Dataset> standing, Optional<Set<String>> bookmarkTypes, Set<String> collections) {
    /** Everything, whether it looks changed or not. */
    static final Extent FULL = new Extent(true, Set.of(), Optional.empty(), Set.of());

    /** What the listings themselves show to have changed. */
    static final Extent CHANGED = new Extent(false, Set.of(), Optional.empty(), Set.of());

    Extent {
        Set<Dataset> copy = EnumSet.noneOf(Dataset.class);
        copy.addAll(standing);
        standing = java.util.Collections.unmodifiableSet(copy);
        bookmarkTypes = bookmarkTypes.map(Set::copyOf);
        collections = Set.copyOf(collections);
    }

    boolean stands(Dataset dataset) {
        return standing.contains(dataset);
    }

    boolean listsBookmarks(String type) {
        return !stands(Dataset.BOOKMARKS)
                && bookmarkTypes.map(types -> types.contains(type)).orElse(true);
    }

    /** True if items of that collection need not be listed as long as its signature stands. */
    boolean trustsSignature(String collection) {
        return !full && !collections.contains(collection);
    }
}
