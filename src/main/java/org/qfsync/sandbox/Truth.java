package org.qfsync.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All collections and bookmarks that the sandbox would tell about one user if asked completely; {@link UserTruth} has
 * everything else as well.
 *
 * @param sub whose data
 * @param consented false once the grant was revoked
 * @param scopes what the grant covers
 * @param collections named collections, most recently updated first; the virtual Favorites are not among them
 * @param items bookmarks by collection id, newest first; {@link #FAVORITES} holds the Favorites
 * @param bookmarks all bookmarks of all four types, newest first
 */
public record Truth(
        String sub,
        boolean consented,
        Set<String> scopes,
        List<Collection> collections,
        Map<String, List<Bookmark>> items,
        List<Bookmark> bookmarks) {
    /** The id of the virtual collection of all favourites. */
    public static final String FAVORITES = "__default__";

    /** A named collection. */
    public record Collection(
            String id, String name, Optional<String> slug, boolean isPrivate, Instant updatedAt, int bookmarksCount) {}

    /**
     * One saved place.
     *
     * @param id of about 24 characters
     * @param createdAt when it was saved
     * @param type {@code ayah}, {@code surah}, {@code juz} or {@code page}
     * @param key number of the surah (also for an ayah), juz or page
     * @param verseNumber 1-based, 0 unless it is an ayah
     * @param isInDefaultCollection true for a favourite
     * @param isReading true for the place where the user reads on
     * @param collectionsCount how many named collections hold it
     */
    public record Bookmark(
            String id,
            Instant createdAt,
            String type,
            int key,
            int verseNumber,
            boolean isInDefaultCollection,
            boolean isReading,
            int collectionsCount) {}
}
