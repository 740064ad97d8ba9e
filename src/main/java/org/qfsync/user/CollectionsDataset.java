package org.qfsync.user;

import static org.qfsync.store.ColumnType.BOOLEAN;
import static org.qfsync.store.ColumnType.INTEGER;
import static org.qfsync.store.ColumnType.TEXT;
import static org.qfsync.store.ColumnType.TIMESTAMP;

import java.util.List;
import org.qfsync.api.UserRequest;
import org.qfsync.domain.Dataset;
import org.qfsync.store.Mapping;
import org.qfsync.store.Scope;

/** A user's collections: their names and properties, without what is in them. */
final class CollectionsDataset implements UserDataset {
    /** The id of the virtual collection of Favorites, which a listing of collections may leave out. */
    static final String FAVORITES = "__default__";

    /** By name, not by time: what changes while we page must not jump over the cursor. */
    private static final UserRequest REQUEST =
            UserRequest.of("The listing of collections", "/v1/collections").with("sortBy", "alphabetical");

    private static final Mapping COLLECTION = Mapping.of(Dataset.COLLECTIONS, "qf.collection")
            .keyGiven("sub", TEXT)
            .key("id", TEXT)
            .always("name", "name", TEXT)
            .always("slug", "slug", TEXT)
            .always("isPrivate", "is_private", BOOLEAN)
            .always("isDefault", "is_default", BOOLEAN)
            .maybe("isSystem", "is_system", BOOLEAN)
            .always("updatedAt", "updated_at", TIMESTAMP)
            .maybe("url", "url", TEXT)
            .maybe("bookmarksCount", "bookmarks_count", INTEGER)
            .maybe("resourcesCount", "resources_count", INTEGER)
            .maybe("count", "item_count", INTEGER);

    @Override
    public Dataset dataset() {
        return Dataset.COLLECTIONS;
    }

    @Override
    public List<Listing> fetch(UserFetch fetch) {
        return List.of(fetch.list(COLLECTION, Scope.of("sub", fetch.sub()), REQUEST));
    }
}
