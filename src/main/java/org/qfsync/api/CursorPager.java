package org.qfsync.api;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.PermanentException;
import tools.jackson.databind.node.ObjectNode;

/** Reads a cursor listing to its end; what it returns is complete, or it fails. */
final class CursorPager {
    /** Far above any real user; it ends a listing that always goes on. */
    private static final int MOST_PAGES = 10_000;

    private CursorPager() {}

    /**
     * All items, each id once, the later copy winning.
     *
     * @param listing what is listed, for messages
     * @param lastSeen the ids that were there last time, see {@link Looks}
     * @param page the page after a cursor, the first for null
     */
    static List<ObjectNode> all(
            String listing, Supplier<Set<String>> lastSeen, Function<@Nullable String, CursorPage> page) {
        return Looks.at(listing, lastSeen, () -> walk(listing, page));
    }

    private static Looks.Walk<ObjectNode> walk(String listing, Function<@Nullable String, CursorPage> page) {
        Map<String, ObjectNode> items = new LinkedHashMap<>();
        Set<String> cursors = new HashSet<>();
        boolean repeated = false;
        String after = null;
        do {
            CursorPage current;
            try {
                current = page.apply(after);
            } catch (PermanentException e) {
                if (after != null && isGone(e)) {
                    return new Looks.Walk<>(items, cursors.size(), repeated, e);
                }
                throw e;
            }
            for (ObjectNode item : current.items()) {
                repeated |= items.put(item.get("id").stringValue(), item) != null;
            }
            after = next(listing, current);
            if (after != null && (!cursors.add(after) || cursors.size() >= MOST_PAGES)) {
                throw endless(listing, cursors.size());
            }
        } while (after != null);
        return new Looks.Walk<>(items, cursors.size() + 1, repeated, null);
    }

    /** A cursor that was good a moment ago names something that has been removed since. */
    private static boolean isGone(PermanentException refusal) {
        return Integer.valueOf(422).equals(refusal.httpStatus());
    }

    private static @Nullable String next(String listing, CursorPage page) {
        CursorPagination pagination = page.pagination();
        if (pagination == null) {
            if (page.items().isEmpty()) {
                return null;
            }
            throw new PermanentException(
                    listing + ": items came without pagination, so that nothing tells whether they are all",
                    "unreadable_body",
                    200,
                    "Nothing was changed. Report it as a bug of qfsync if it stays so.",
                    null);
        }
        if (!pagination.hasNextPage()) {
            return null;
        }
        String cursor = pagination.endCursor();
        if (cursor == null || cursor.isEmpty()) {
            throw endless(listing, 0);
        }
        return cursor;
    }

    private static PermanentException endless(String listing, int pages) {
        return new PermanentException(
                listing + ": the cursor does not advance after " + pages + " pages, so that the listing has no end",
                "cursor_repeats",
                200,
                "Nothing was changed; the next run tries again. Report it to Quran Foundation if it stays so.",
                null);
    }
}
