package org.qfsync.user;

import static org.qfsync.store.ColumnType.BOOLEAN;
import static org.qfsync.store.ColumnType.INTEGER;
import static org.qfsync.store.ColumnType.TEXT;
import static org.qfsync.store.ColumnType.TIMESTAMP;

import org.qfsync.store.Mapping;

/** The fields that a bookmark has wherever it stands; null is not false, the service tells them apart. */
final class BookmarkFields {
    private BookmarkFields() {}

    static Mapping addTo(Mapping mapping) {
        return mapping.always("createdAt", "created_at", TIMESTAMP)
                .always("key", "key_number", INTEGER)
                .maybe("verseNumber", "verse_number", INTEGER)
                .always("group", "bookmark_group", TEXT)
                .always("isInDefaultCollection", "is_in_default_collection", BOOLEAN)
                .always("isReading", "is_reading", BOOLEAN)
                .always("collectionsCount", "collections_count", INTEGER);
    }
}
