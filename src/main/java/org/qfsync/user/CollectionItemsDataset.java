package org.qfsync.user;

import static org.qfsync.store.ColumnType.TEXT;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.PermanentException;
import org.qfsync.store.Mapping;
import org.qfsync.store.Row;
import org.qfsync.store.Scope;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which bookmarks are in which collection. Favorites are asked for by name, because a listing of collections may leave
 * them out. All collections of a user are one listing: the items of a collection that is gone are gone with it.
 */
final class CollectionItemsDataset implements UserDataset {
    private static final Mapping ITEM = BookmarkFields.addTo(Mapping.of(Dataset.COLLECTION_ITEMS, "qf.collection_item")
            .keyGiven("sub", TEXT)
            .keyGiven("collection_id", TEXT)
            .key("id", "bookmark_id", TEXT)
            .word("type", "type", Set.of("page", "juz", "surah", "ayah")));

    @Override
    public Dataset dataset() {
        return Dataset.COLLECTION_ITEMS;
    }

    @Override
    public List<Listing> fetch(UserFetch fetch) {
        List<Row> rows = Stream.concat(
                        fetch.collections().stream()
                                .map(collection -> collection.get("id").stringValue()),
                        Stream.of(CollectionsDataset.FAVORITES))
                .distinct()
                .flatMap(collection -> items(fetch, collection).stream()
                        .map(item -> fetch.row(ITEM, Map.of("sub", fetch.sub(), "collection_id", collection), item)))
                .toList();
        return List.of(new Listing(ITEM.table(), Scope.of("sub", fetch.sub()), rows));
    }

    private static List<ObjectNode> items(UserFetch fetch, String collection) {
        try {
            return fetch.client().collectionItems(collection);
        } catch (PermanentException e) {
            // The user deleted it since it was listed. Favorites cannot be deleted: there it is a failure like any
            // other.
            if (e.code().equals("not_found") && !collection.equals(CollectionsDataset.FAVORITES)) {
                return List.of();
            }
            throw e;
        }
    }
}
