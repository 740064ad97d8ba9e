package org.qfsync.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One user's collections and bookmarks on one night, complete and unchangeable; see {@link Truth} for the meaning of
 * the parts.
 *
 * @param born when the user came, and the virtual Favorites with them
 * @param mutations how each bookmark, collection and membership came to be as it is
 */
record UserData(
        List<Truth.Collection> collections,
        Map<String, List<Truth.Bookmark>> items,
        List<Truth.Bookmark> bookmarks,
        Instant born,
        List<Mutation> mutations) {}
