package org.qfsync.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.TransientException;

/**
 * Walks a listing until what is absent from it is known to be gone. The service promises no snapshot across pages: what
 * moves from a later page to an earlier one while we walk is passed over. So a listing of several pages that lacks
 * something that was there last time, or that showed something twice, is walked again.
 *
 * <p>What any walk saw is there, its last copy counting; absent is what at least two walks lack. A listing of one page
 * is of one moment and needs no second look.
 */
final class Looks {
    private static final int MOST = 4;

    private Looks() {}

    /**
     * One walk from the first page on.
     *
     * @param items by id
     * @param repeated true if one was seen twice
     * @param broken what a later page was refused with, because its cursor was gone; null if the walk came to its end
     */
    record Walk<T>(
            Map<String, T> items,
            int pages,
            boolean repeated,
            @Nullable PermanentException broken) {}

    /**
     * All items.
     *
     * @param listing what is listed, for messages
     * @param lastSeen ids that were there last time; asked for only if it matters
     * @throws TransientException if no two walks came to their end
     */
    static <T> List<T> at(String listing, Supplier<Set<String>> lastSeen, Supplier<Walk<T>> once) {
        Map<String, T> seen = new LinkedHashMap<>();
        Walk<T> before = null;
        PermanentException refusal = null;
        for (int look = 1; look <= MOST; look++) {
            Walk<T> walk = once.get();
            seen.putAll(walk.items());
            if (walk.broken() != null) {
                refusal = walk.broken();
                continue;
            }
            if (isSettled(walk, before, seen.keySet(), lastSeen) || (look == MOST && before != null)) {
                return new ArrayList<>(seen.values());
            }
            before = walk;
        }
        throw new TransientException(
                listing + " changes faster than it can be read",
                "listing_moves",
                refusal == null ? null : refusal.httpStatus(),
                "Nothing was changed; the next run takes it up.",
                refusal);
    }

    private static <T> boolean isSettled(
            Walk<T> walk, @Nullable Walk<T> before, Set<String> seen, Supplier<Set<String>> lastSeen) {
        if (walk.pages() == 1) {
            return true;
        }
        if (walk.repeated()) {
            return false;
        }
        boolean agreed =
                before != null && walk.items().keySet().equals(before.items().keySet());
        return agreed || seen.containsAll(lastSeen.get());
    }
}
