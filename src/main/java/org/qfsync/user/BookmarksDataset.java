package org.qfsync.user;

import static org.qfsync.store.ColumnType.INTEGER;
import static org.qfsync.store.ColumnType.TEXT;

import java.util.List;
import org.qfsync.api.UserRequest;
import org.qfsync.domain.Dataset;
import org.qfsync.store.Mapping;
import org.qfsync.store.Scope;

/** A user's bookmarks in one mushaf, of all four types; each type is a complete listing of its own. */
final class BookmarksDataset implements UserDataset {
    // What was asked for is what the listing is complete in, whatever word the answer has for its type.
    static final Mapping BOOKMARK = BookmarkFields.addTo(Mapping.of(Dataset.BOOKMARKS, "qf.bookmark")
            .keyGiven("sub", TEXT)
            .key("id", TEXT)
            .given("mushaf_id", INTEGER)
            .given("type", TEXT)
            .ignoring("type"));

    static final List<String> TYPES = List.of("page", "juz", "surah", "ayah");

    private final int mushafId;

    BookmarksDataset(int mushafId) {
        this.mushafId = mushafId;
    }

    @Override
    public Dataset dataset() {
        return Dataset.BOOKMARKS;
    }

    @Override
    public List<Listing> fetch(UserFetch fetch) {
        return TYPES.stream().map(type -> listing(fetch, type)).toList();
    }

    /** The bookmarks of the mushaf that is asked for. */
    Scope scope(String sub) {
        return Scope.of("sub", sub).and("mushaf_id", mushafId);
    }

    private Listing listing(UserFetch fetch, String type) {
        Scope scope = scope(fetch.sub()).and("type", type);
        if (!fetch.extent().listsBookmarks(type)) {
            return Listing.standing(
                    BOOKMARK.table(),
                    scope,
                    fetch.stored().ids(BOOKMARK.table(), scope).size());
        }
        return fetch.list(
                BOOKMARK,
                scope,
                UserRequest.of("The listing of " + type + " bookmarks in mushaf " + mushafId, "/v1/bookmarks")
                        .with("type", type)
                        .with("mushafId", mushafId));
    }
}
