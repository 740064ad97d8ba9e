package org.qfsync.user;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.qfsync.store.Row;

/**
 * By what a collection's items are known to be unchanged without listing them: when the collection was last changed,
 * its counts, and the bookmarks that are in it. An item repeats what its bookmark says, which may change while the
 * collection does not; so a collection has a signature only if all its bookmarks are known, too.
 *
 * <p>The Favorites are virtual and say nothing of themselves. They are the bookmarks that say that they are in them:
 * where that is so, these bookmarks are their signature; where it is not, they have none.
 */
final class CollectionSignature {
    private static final List<String> COUNTS = List.of("bookmarks_count", "resources_count", "item_count");

    private static final int ONE_PAGE = 20;

    private final String id;
    private final Optional<Row> collection;
    private final Optional<KnownBookmarks> bookmarks;

    /** @param collection as it was listed; the Favorites may not have been */
    CollectionSignature(String id, Optional<Row> collection, Optional<KnownBookmarks> bookmarks) {
        this.id = id;
        this.collection = collection;
        this.bookmarks = bookmarks;
    }

    /** The signature if these are the items; null if there is none that can be relied on. */
    @Nullable String with(Set<String> items) {
        if (bookmarks.isEmpty() || !bookmarks.get().states().keySet().containsAll(items)) {
            return null;
        }
        boolean dependable = id.equals(CollectionsDataset.FAVORITES)
                ? bookmarks.get().favorites().equals(items)
                : collection.map(row -> row.value("updated_at")).isPresent() && isWhole(items.size());
        return dependable ? digest(items, bookmarks.get()) : null;
    }

    /** An item that is new and moved between two pages may have been passed over; then the count is not theirs. */
    private boolean isWhole(int items) {
        return collection
                .map(row -> row.value("bookmarks_count"))
                .map(count -> count.equals(items) || Math.max((Integer) count, items) <= ONE_PAGE)
                .orElse(true);
    }

    private String digest(Set<String> items, KnownBookmarks known) {
        MessageDigest digest = sha256();
        collection.ifPresent(row -> {
            add(digest, String.valueOf(row.value("updated_at")));
            COUNTS.forEach(column -> add(digest, String.valueOf(row.value(column))));
        });
        for (String item : new TreeSet<>(items)) {
            add(digest, item);
            add(digest, String.valueOf(known.states().get(item)));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
