package org.qfsync.user;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.qfsync.api.Mutation;
import org.qfsync.domain.Dataset;
import org.qfsync.store.LiveRows;
import org.qfsync.store.Scope;
import org.qfsync.store.UnknownFields;
import tools.jackson.databind.node.StringNode;

/**
 * Which listings mutations make necessary. A bookmark is listed by its type, and repeated by the items of the
 * collections that it is in, which the {@link CollectionSignature} finds; a collection is listed with all the others.
 * Not thread-safe.
 */
final class Touched {
    private static final Set<String> TYPES = Set.of("CREATE", "UPDATE", "DELETE");

    private final Scope user;
    private final LiveRows rows;
    private final Set<Dataset> datasets = EnumSet.noneOf(Dataset.class);
    private final Set<String> collections = new HashSet<>();
    private final Set<String> bookmarks = new HashSet<>();
    private final Map<String, String> toldTypes = new HashMap<>();

    Touched(String sub, LiveRows rows) {
        this.user = Scope.of("sub", sub);
        this.rows = rows;
    }

    /** Takes it in; false if it cannot be told what it touches. */
    boolean add(Mutation mutation, UnknownFields unknown) {
        Optional<SyncResource> resource = SyncResource.of(mutation.resource());
        if (resource.isEmpty()) {
            unknown.unknownMutation(Dataset.COLLECTIONS, "resource", StringNode.valueOf(mutation.resource()));
            return false;
        }
        if (!TYPES.contains(mutation.type())) {
            unknown.unknownMutation(resource.get().dataset(), "type", StringNode.valueOf(mutation.type()));
            return false;
        }
        return switch (resource.get()) {
            case BOOKMARK -> bookmark(mutation);
            case COLLECTION -> collection(mutation);
            case COLLECTION_BOOKMARK -> item(mutation);
            case NOTE, READING_SESSION -> {
                datasets.add(resource.get().dataset());
                yield true;
            }
        };
    }

    private boolean bookmark(Mutation mutation) {
        String id = mutation.resourceId();
        if (id == null) {
            return false;
        }
        datasets.addAll(Set.of(Dataset.BOOKMARKS, Dataset.COLLECTIONS, Dataset.COLLECTION_ITEMS));
        bookmarks.add(id);
        mutation.text("bookmarkType", "type").ifPresent(type -> toldTypes.put(id, type));
        return true;
    }

    private boolean collection(Mutation mutation) {
        String id = mutation.resourceId();
        if (id == null) {
            return false;
        }
        datasets.addAll(Set.of(Dataset.COLLECTIONS, Dataset.COLLECTION_ITEMS));
        collections.add(id);
        if (mutation.type().equals("DELETE")) {
            // Its bookmarks are in one collection less.
            Set<String> items = rows.ids(CollectionItemsDataset.ITEM.table(), user.and("collection_id", id));
            if (!items.isEmpty()) {
                datasets.add(Dataset.BOOKMARKS);
                bookmarks.addAll(items);
            }
        }
        return true;
    }

    /** It has no id of its own: it is the collection's and the bookmark's together. */
    private boolean item(Mutation mutation) {
        Optional<String> collection = mutation.text("collectionId", "collection_id");
        Optional<String> bookmark = mutation.text("bookmarkId", "bookmark_id");
        if (collection.isEmpty() || bookmark.isEmpty()) {
            return false;
        }
        datasets.addAll(Set.of(Dataset.BOOKMARKS, Dataset.COLLECTIONS, Dataset.COLLECTION_ITEMS));
        collections.add(collection.get());
        bookmarks.add(bookmark.get());
        return true;
    }

    /** What has to be listed; what is covered and untouched stands. */
    Extent extent(Set<SyncResource> covered) {
        Set<Dataset> standing = covered.stream()
                .map(SyncResource::dataset)
                .filter(dataset -> !datasets.contains(dataset))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Dataset.class)));
        return new Extent(false, standing, bookmarkTypes(), collections);
    }

    /** The types of the bookmarks, as told and as stored; empty if one is of a type that cannot be told. */
    private Optional<Set<String>> bookmarkTypes() {
        Map<String, String> stored = new HashMap<>();
        if (!bookmarks.isEmpty()) {
            rows.read(BookmarksDataset.BOOKMARK.table(), user, "id", "type")
                    .forEach(row -> stored.put(String.valueOf(row.get("id")), String.valueOf(row.get("type"))));
        }
        Set<String> types = new HashSet<>();
        for (String bookmark : bookmarks) {
            List<String> known = java.util.stream.Stream.of(toldTypes.get(bookmark), stored.get(bookmark))
                    .filter(type -> type != null && BookmarksDataset.TYPES.contains(type))
                    .toList();
            if (known.isEmpty()) {
                return Optional.empty();
            }
            types.addAll(known);
        }
        return Optional.of(types);
    }
}
