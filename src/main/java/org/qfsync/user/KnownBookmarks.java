package org.qfsync.user;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.FailureKind;
import org.qfsync.domain.SyncException;
import org.qfsync.store.Row;

/**
 * A user's bookmarks as they stand at the service tonight.
 *
 * @param states by id; equal states are equal bookmarks
 * @param favorites ids of those that say that they are in the Favorites, which hold verses only
 */
record KnownBookmarks(Map<String, String> states, Set<String> favorites) {
    private static final String VERSE = "ayah";

    /** Listed tonight, or stored where nothing changed since; empty if they cannot be had. */
    static Optional<KnownBookmarks> of(UserFetch fetch, BookmarksDataset bookmarks) {
        KnownBookmarks known = new KnownBookmarks(new HashMap<>(), new TreeSet<>());
        try {
            if (!fetch.extent().stands(Dataset.BOOKMARKS)) {
                fetch.rows(bookmarks).forEach(known::add);
            }
        } catch (SyncException e) {
            if (e.kind() == FailureKind.REAUTHORIZE || e.kind() == FailureKind.SYSTEMIC) {
                throw e;
            }
            return Optional.empty();
        }
        if (fetch.extent().stands(Dataset.BOOKMARKS)
                || fetch.extent().bookmarkTypes().isPresent()) {
            fetch
                    .stored()
                    .read(
                            BookmarksDataset.BOOKMARK.table(),
                            bookmarks.scope(fetch.sub()),
                            "id",
                            "type",
                            "is_in_default_collection",
                            "content_hash")
                    .stream()
                    .filter(row -> !fetch.extent().listsBookmarks(String.valueOf(row.get("type"))))
                    .forEach(known::addStored);
        }
        return Optional.of(known);
    }

    private void add(Row row) {
        add(row.value("id"), row.value("type"), row.value("is_in_default_collection"), row.fingerprint());
    }

    private void addStored(Map<String, Object> row) {
        String state = HexFormat.of().formatHex((byte[]) row.get("content_hash"));
        add(row.get("id"), row.get("type"), row.get("is_in_default_collection"), state);
    }

    private void add(@Nullable Object id, @Nullable Object type, @Nullable Object favorite, String state) {
        states.put(String.valueOf(id), state);
        if (VERSE.equals(type) && Boolean.TRUE.equals(favorite)) {
            favorites.add(String.valueOf(id));
        }
    }
}
