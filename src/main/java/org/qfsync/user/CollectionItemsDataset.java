package org.qfsync.user;

import java.util.List;
import java.util.stream.Stream;
import org.qfsync.api.BookmarkResponse;
import org.qfsync.api.CollectionResponse;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.PermanentException;
import org.qfsync.store.QfTables;
import org.qfsync.store.Row;
import org.qfsync.store.Scope;

/**
 * Which bookmarks are in which collection. Favorites are asked for by name, because a listing of collections may leave
 * them out. All collections of a user are one listing: the items of a collection that is gone are gone with it.
 */
final class CollectionItemsDataset implements UserDataset {
    @Override
    public Dataset dataset() {
        return Dataset.COLLECTION_ITEMS;
    }

    @Override
    public List<Listing> fetch(UserFetch fetch) {
        List<Row> rows = Stream.concat(
                        fetch.collections().stream().map(CollectionResponse::id),
                        Stream.of(CollectionResponse.FAVORITES))
                .distinct()
                .flatMap(collection -> items(fetch, collection).stream())
                .toList();
        return List.of(new Listing(QfTables.COLLECTION_ITEM, Scope.of("sub", fetch.sub()), rows));
    }

    private static List<Row> items(UserFetch fetch, String collection) {
        try {
            return fetch.client().collectionItems(collection).stream()
                    .map(bookmark -> row(fetch, collection, bookmark))
                    .toList();
        } catch (PermanentException e) {
            // The user deleted it since it was listed. Favorites cannot be deleted: there it is a failure like any
            // other.
            if (e.code().equals("not_found") && !collection.equals(CollectionResponse.FAVORITES)) {
                return List.of();
            }
            throw e;
        }
    }

    private static Row row(UserFetch fetch, String collection, BookmarkResponse bookmark) {
        return Bookmarks.fill(
                        QfTables.COLLECTION_ITEM
                                .row()
                                .set("sub", fetch.sub())
                                .set("collection_id", collection)
                                .set("bookmark_id", bookmark.id()),
                        bookmark)
                .set("type", bookmark.type())
                .extra(fetch.extra(Dataset.COLLECTION_ITEMS, bookmark.extra()))
                .build();
    }
}
