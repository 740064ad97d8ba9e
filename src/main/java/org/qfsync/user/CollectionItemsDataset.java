package org.qfsync.user;

import static org.qfsync.store.ColumnType.TEXT;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.TransientException;
import org.qfsync.store.Mapping;
import org.qfsync.store.Row;
import org.qfsync.store.Scope;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which bookmarks are in which collection. Favorites are asked for by name, because a listing of collections may leave
 * them out. A collection of which its {@link CollectionSignature} says that nothing changed is not listed again; the
 * items of a collection that is gone are gone with it.
 */
final class CollectionItemsDataset implements UserDataset {
    static final Mapping ITEM = BookmarkFields.addTo(Mapping.of(Dataset.COLLECTION_ITEMS, "qf.collection_item")
            .keyGiven("sub", TEXT)
            .keyGiven("collection_id", TEXT)
            .key("id", "bookmark_id", TEXT)
            .word("type", "type", Set.copyOf(BookmarksDataset.TYPES)));

    private final CollectionsDataset collections;
    private final BookmarksDataset bookmarks;

    CollectionItemsDataset(CollectionsDataset collections, BookmarksDataset bookmarks) {
        this.collections = collections;
        this.bookmarks = bookmarks;
    }

    @Override
    public Dataset dataset() {
        return Dataset.COLLECTION_ITEMS;
    }

    @Override
    public List<Listing> fetch(UserFetch fetch) {
        Map<String, Optional<Row>> there = new LinkedHashMap<>();
        fetch.rows(collections).forEach(row -> there.put(String.valueOf(row.value("id")), Optional.of(row)));
        there.putIfAbsent(CollectionsDataset.FAVORITES, Optional.empty());
        // Known before any items are: what changes in between is found out by the next night at the latest.
        Optional<KnownBookmarks> known = KnownBookmarks.of(fetch, bookmarks);
        Map<String, Set<String>> stored = stored(fetch);

        List<Listing> listings = new ArrayList<>();
        there.forEach((id, row) -> listings.add(
                listing(fetch, id, new CollectionSignature(id, row, known), stored.getOrDefault(id, Set.of()))));
        stored.keySet().stream()
                .filter(id -> !there.containsKey(id))
                .forEach(id -> listings.add(new Listing(ITEM.table(), scope(fetch, id), List.of())));
        return listings;
    }

    private static Map<String, Set<String>> stored(UserFetch fetch) {
        return fetch.stored().read(ITEM.table(), Scope.of("sub", fetch.sub()), "collection_id", "bookmark_id").stream()
                .collect(Collectors.groupingBy(
                        row -> String.valueOf(row.get("collection_id")),
                        Collectors.mapping(row -> String.valueOf(row.get("bookmark_id")), Collectors.toSet())));
    }

    private static Scope scope(UserFetch fetch, String collection) {
        return Scope.of("sub", fetch.sub()).and("collection_id", collection);
    }

    private static Listing listing(UserFetch fetch, String id, CollectionSignature signature, Set<String> stored) {
        String asStored = signature.with(stored);
        if (asStored != null
                && asStored.equals(fetch.signedBefore(id))
                && fetch.extent().trustsSignature(id)) {
            fetch.sign(id, asStored);
            return Listing.standing(ITEM.table(), scope(fetch, id), stored.size());
        }
        List<ObjectNode> items;
        try {
            items = fetch.client().lookingFor(() -> stored).collectionItems(id);
        } catch (PermanentException e) {
            // Favorites cannot be deleted: there it is a failure like any other.
            if (e.code().equals("not_found") && !id.equals(CollectionsDataset.FAVORITES)) {
                throw vanished(id, e);
            }
            throw e;
        }
        fetch.sign(
                id,
                signature.with(
                        items.stream().map(item -> item.get("id").stringValue()).collect(Collectors.toSet())));
        return fetch.listing(ITEM, scope(fetch, id), items);
    }

    /** The listing that named it and this answer contradict each other; only another listing can tell which is right. */
    private static TransientException vanished(String id, PermanentException notFound) {
        return new TransientException(
                "Collection " + id + " was listed and is not found",
                "collection_vanished",
                notFound.httpStatus(),
                "It was deleted meanwhile, or the answer is wrong: the next run lists the collections again. Until then"
                        + " its items stay as they are.",
                notFound);
    }
}
