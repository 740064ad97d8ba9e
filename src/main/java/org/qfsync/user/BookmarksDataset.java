package org.qfsync.user;

import java.util.Arrays;
import java.util.List;
import org.qfsync.api.BookmarkResponse;
import org.qfsync.api.BookmarkType;
import org.qfsync.domain.Dataset;
import org.qfsync.store.QfTables;
import org.qfsync.store.Row;
import org.qfsync.store.Scope;

/** A user's bookmarks in one mushaf, of all four types; each type is a complete listing of its own. */
final class BookmarksDataset implements UserDataset {
    static final List<String> TYPES =
            Arrays.stream(BookmarkType.values()).map(BookmarkType::id).toList();

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
        return Arrays.stream(BookmarkType.values())
                .map(type -> listing(fetch, type))
                .toList();
    }

    /** The bookmarks of the mushaf that is asked for. */
    Scope scope(String sub) {
        return Scope.of("sub", sub).and("mushaf_id", mushafId);
    }

    private Listing listing(UserFetch fetch, BookmarkType type) {
        Scope scope = scope(fetch.sub()).and("type", type.id());
        if (!fetch.extent().listsBookmarks(type.id())) {
            return Listing.standing(
                    QfTables.BOOKMARK,
                    scope,
                    fetch.stored().ids(QfTables.BOOKMARK, scope).size());
        }
        List<Row> rows = fetch.client(QfTables.BOOKMARK, scope).bookmarks(type, mushafId).stream()
                .map(bookmark -> row(fetch, type, bookmark))
                .toList();
        return new Listing(QfTables.BOOKMARK, scope, rows);
    }

    private Row row(UserFetch fetch, BookmarkType type, BookmarkResponse bookmark) {
        return Bookmarks.fill(QfTables.BOOKMARK.row().set("sub", fetch.sub()).set("id", bookmark.id()), bookmark)
                // What was asked for is what the listing is complete in, whatever word the answer has for it.
                .set("type", type.id())
                .set("mushaf_id", mushafId)
                .extra(fetch.extra(Dataset.BOOKMARKS, bookmark.extra()))
                .build();
    }
}
