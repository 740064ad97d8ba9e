package org.qfsync.user;

import org.qfsync.api.BookmarkResponse;
import org.qfsync.store.Row;

/** The columns that a bookmark has wherever it stands. */
final class Bookmarks {
    private Bookmarks() {}

    static Row.Builder fill(Row.Builder row, BookmarkResponse bookmark) {
        return row.set("created_at", bookmark.createdAt())
                .set("key_number", bookmark.key())
                .set("verse_number", bookmark.verseNumber())
                .set("bookmark_group", bookmark.group())
                .set("is_in_default_collection", bookmark.isInDefaultCollection())
                .set("is_reading", bookmark.isReading())
                .set("collections_count", bookmark.collectionsCount());
    }
}
