package org.qfsync.user;

import java.util.List;
import org.qfsync.api.CollectionResponse;
import org.qfsync.domain.Dataset;
import org.qfsync.store.QfTables;
import org.qfsync.store.Row;
import org.qfsync.store.Scope;

/** A user's collections: their names and properties, without what is in them. */
final class CollectionsDataset implements UserDataset {
    @Override
    public Dataset dataset() {
        return Dataset.COLLECTIONS;
    }

    @Override
    public List<Listing> fetch(UserFetch fetch) {
        Scope scope = Scope.of("sub", fetch.sub());
        List<Row> rows = fetch.client(QfTables.COLLECTION, scope).collections().stream()
                .map(collection -> row(fetch, collection))
                .toList();
        return List.of(new Listing(QfTables.COLLECTION, scope, rows));
    }

    private static Row row(UserFetch fetch, CollectionResponse collection) {
        return QfTables.COLLECTION
                .row()
                .set("sub", fetch.sub())
                .set("id", collection.id())
                .set("name", collection.name())
                .set("slug", collection.slug())
                .set("is_private", collection.isPrivate())
                .set("is_default", collection.isDefault())
                .set("is_system", collection.isSystem())
                .set("updated_at", collection.updatedAt())
                .set("url", collection.url())
                .set("bookmarks_count", collection.bookmarksCount())
                .set("resources_count", collection.resourcesCount())
                .set("item_count", collection.count())
                .extra(fetch.extra(Dataset.COLLECTIONS, collection.extra()))
                .build();
    }
}
