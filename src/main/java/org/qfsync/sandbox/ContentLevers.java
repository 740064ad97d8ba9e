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

/**
 * What a test or a demo may do to the content from outside: {@link Sandbox#content()}. Resources are named as in a
 * filter, such as {@code translations:20}. Thread-safe.
 */
public final class ContentLevers {
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

    /** All sync tokens and cursors given so far are answered by 410 {@code resync_required} from now on. */
    public void expireSyncTokens() {
        tokens.expire();
    }

    /**
     * The next request for the feed is refused so, whatever it asks; more than one order is carried out one by one.
     *
     * @param code {@code resync_required} (410), or one of the codes that come with 422
     * @throws IllegalArgumentException if Content Sync has no such code
     */
    public void refuseNextSync(String code) {
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

    /** From now on the snapshot of that resource is 404, although the feed leads to it; or is there again. */
    public void snapshotMissing(String resource, boolean isMissing) {
        if (isMissing) {
            missingSnapshots.add(resource);
        } else {
            missingSnapshots.remove(resource);
        }
    }

    boolean isSnapshotMissing(String resource) {
        return missingSnapshots.contains(resource);
    }

    /**
     * From now on the next page is at another host.
     *
     * @param base put before the path, such as {@code https://evil.example/content}; empty for a path as documented
     */
    public void foreignHost(String base) {
        foreignHost = base;
    }

    String foreignHost() {
        return foreignHost;
    }

    /**
     * From now on every text is longer than its placeholder by so many characters, and the feed tells to replace
     * everything.
     */
    public void pad(int characters) {
        if (characters < 0) {
            throw new IllegalArgumentException("Padding must not be negative: " + characters);
        }
        world().pad(characters);
    }

    /**
     * Lets something happen to a resource now, besides what {@link Sandbox#advance} brings. Changes of rows go to the
     * first rows for which they are possible. A type that no document has is told by the feed and changes nothing.
     *
     * @param type such as {@code ROW_UPDATE} or {@code RESOURCE_DELETE}
     * @param rows how many rows, for a change of rows
     * @throws IllegalArgumentException if there is no such resource
     */
    public void happen(String type, String resource, int rows) {
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
