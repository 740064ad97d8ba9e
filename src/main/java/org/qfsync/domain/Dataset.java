package org.qfsync.domain;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One kind of data that is synced, recorded and counted by itself. */
public enum Dataset {
    CHAPTERS(null),
    VERSES(null),
    COLLECTIONS("collection"),
    COLLECTION_ITEMS("collection"),
    BOOKMARKS("bookmark");

    @SuppressWarnings("ImmutableEnumChecker")
    private final Optional<String> parentScope;

    Dataset(@org.jspecify.annotations.Nullable String parentScope) {
        this.parentScope = Optional.ofNullable(parentScope);
    }

    /** The lower-case word used in the database, in summaries and on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True for what belongs to a user, false for QF content. */
    public boolean isUserData() {
        return parentScope.isPresent();
    }

    /** The narrowest scope that lets us read it; empty for content. */
    public Optional<String> readScope() {
        return parentScope.map(parent -> parent + ".read");
    }

    /** True if the granted scopes cover it: {@code bookmark} (the parent) covers {@code bookmark.read}. */
    public boolean isCoveredBy(Set<String> grantedScopes) {
        return parentScope
                .map(parent -> grantedScopes.contains(parent) || grantedScopes.contains(parent + ".read"))
                .orElse(true);
    }
}
