package org.qfsync.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Puts together what the service would tell about a user. Thread-safe. */
final class UserTruths {
    private final World world;

    UserTruths(World world) {
        this.world = world;
    }

    UserTruth of(int user, boolean consented, Set<String> scopes) {
        Map<String, List<ObjectNode>> datasets = new TreeMap<>();
        UserData data = world.data(user);
        Journal journal = world.journal(user);
        put(datasets, "collections", Route.COLLECTIONS, scopes, () -> collections(data));
        put(datasets, "collection_items", Route.COLLECTION, scopes, () -> items(data));
        put(datasets, "bookmarks", Route.BOOKMARKS, scopes, () -> bookmarks(data));
        put(datasets, "notes", Route.NOTES, scopes, journal::notes);
        put(datasets, "reading_sessions", Route.READING_SESSIONS, scopes, journal::sessions);
        put(datasets, "activity_days", Route.ACTIVITY_DAYS, scopes, journal::days);
        put(datasets, "streaks", Route.STREAKS, scopes, journal::streaks);
        put(datasets, "goal_plan", Route.TODAYS_PLAN, scopes, () -> plans(journal));
        put(datasets, "preferences", Route.PREFERENCES, scopes, () -> List.of(journal.preferences()));
        put(datasets, "profile", Route.PROFILE, scopes, () -> List.of(journal.profile()));
        return new UserTruth(world.sub(user), consented, scopes, datasets);
    }

    private static void put(
            Map<String, List<ObjectNode>> datasets,
            String name,
            Route route,
            Set<String> scopes,
            Supplier<List<ObjectNode>> objects) {
        if (UserEndpoints.isCovered(route, scopes)) {
            datasets.put(name, objects.get().stream().map(ObjectNode::deepCopy).toList());
        }
    }

    private List<ObjectNode> collections(UserData data) {
        return data.collections().stream().map(this::collection).toList();
    }

    private static List<ObjectNode> items(UserData data) {
        List<ObjectNode> all = new ArrayList<>();
        data.items()
                .forEach((id, items) ->
                        items.forEach(item -> all.add(bookmark(item).put("collectionId", id))));
        return all;
    }

    private static List<ObjectNode> bookmarks(UserData data) {
        return data.bookmarks().stream().map(UserTruths::bookmark).toList();
    }

    private static List<ObjectNode> plans(Journal journal) {
        return JournalFiller.GOALS.stream()
                .map(type -> journal.plan(type).deepCopy().put("askedType", type))
                .toList();
    }

    private ObjectNode collection(Truth.Collection collection) {
        return parsed(Reply.json(200, json -> {
            json.writeName("it");
            CollectionEndpoints.writeCollection(json, collection, false, world.isPrelive());
        }));
    }

    private static ObjectNode bookmark(Truth.Bookmark bookmark) {
        return parsed(Reply.json(200, json -> {
            json.writeName("it");
            CollectionEndpoints.writeBookmark(json, bookmark);
        }));
    }

    private static ObjectNode parsed(Reply reply) {
        return (ObjectNode) JsonMapper.shared().readTree(reply.body()).path("it");
    }
}
