package org.qfsync.sandbox;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.qfsync.sandbox.ContentMutation.Kind;

/** What a test may do to Content Sync from outside. Thread-safe. */
final class ContentLevers {
    private static final Map<String, Integer> REFUSALS = Map.of(
            "resync_required", 410,
            "token_filter_mismatch", 422,
            "cursor_filter_mismatch", 422,
            "cursor_per_page_mismatch", 422,
            "invalid_per_page", 422,
            "invalid_resources", 422,
            "missing_resources", 422,
            "unknown_resource_group", 422);

    private final World users;
    private final ContentWorld world;
    private final SyncTokens tokens;
    private final SyncErrors errors;
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final Set<String> missingSnapshots = ConcurrentHashMap.newKeySet();
    private volatile String foreignHost = "";

    ContentLevers(World users, ContentWorld world, SyncTokens tokens, SyncErrors errors) {
        this.users = users;
        this.world = world;
        this.tokens = tokens;
        this.errors = errors;
    }

    /** The content of tonight. */
    ContentWorld world() {
        world.reach(users.night());
        return world;
    }

    void expireTokens() {
        tokens.expire();
    }

    void refuseNext(String code) {
        if (!REFUSALS.containsKey(code)) {
            throw new IllegalArgumentException("Content Sync does not refuse anything with \"" + code + "\"");
        }
        refusals.add(code);
    }

    /** Refuses if that was ordered, as often as it was ordered. */
    void refuseIfOrdered() {
        String code = refusals.poll();
        if (code != null) {
            throw errors.refusal(REFUSALS.getOrDefault(code, 422), code, "Ordered by a lever of the sandbox");
        }
    }

    void snapshotMissing(String resource, boolean isMissing) {
        if (isMissing) {
            missingSnapshots.add(resource);
        } else {
            missingSnapshots.remove(resource);
        }
    }

    boolean isSnapshotMissing(String resource) {
        return missingSnapshots.contains(resource);
    }

    void foreignHost(String base) {
        foreignHost = base;
    }

    String foreignHost() {
        return foreignHost;
    }

    void pad(int characters) {
        if (characters < 0) {
            throw new IllegalArgumentException("Padding must not be negative: " + characters);
        }
        world().pad(characters);
    }

    /**
     * Lets something happen to a resource now. Changes of rows go to the first slots in which they are possible.
     *
     * @param rows how many rows, for a change of rows
     */
    void happen(String type, String resource, int rows) {
        ContentWorld tonight = world();
        Optional<Kind> known = kindOf(type).filter(Kind::isOfRow);
        if (known.isEmpty()) {
            tonight.happen(type, resource, 0);
            return;
        }
        ContentShelf shelf = tonight.published(resource)
                .orElseThrow(() -> new IllegalArgumentException("The sandbox has no content \"" + resource + "\""));
        boolean needsRow = known.get() != Kind.ROW_CREATE;
        IntStream.range(0, shelf.rows().slots())
                .filter(slot -> shelf.at(slot).isPresent() == needsRow)
                .limit(rows)
                .forEach(slot -> tonight.happen(type, resource, slot));
    }

    static Optional<Kind> kindOf(String word) {
        return Arrays.stream(Kind.values())
                .filter(type -> type.name().equals(word))
                .findFirst();
    }
}
