package org.qfsync.user;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.qfsync.testing.ScriptedServer;
import org.qfsync.testing.ScriptedServer.Reply;
import org.qfsync.testing.ScriptedServer.Seen;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One user's collections and bookmarks at a service that a test changes at will, with the feed of mutations. It owes
 * nothing to our own reading of the data, and is nasty where the contract allows it: a bookmark that is deleted leaves
 * its collections' times as they were, and a collection that is deleted says nothing of what was in it.
 */
final class Shelves implements AutoCloseable {
    static final String FAVORITES = "__default__";

    private static final List<String> TYPES = List.of("ayah", "surah", "juz", "page");
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final class Shelf {
        private String name = "";
        private long updatedAt;
        private final Set<String> items = new LinkedHashSet<>();
    }

    private static final class Mark {
        private String type = "ayah";
        private int key = 1;
        private boolean favorite;
        private boolean reading;
    }

    private final ScriptedServer server;
    private final Map<String, Shelf> shelves = new TreeMap<>();
    private final Map<String, Mark> marks = new TreeMap<>();
    private final Map<String, ObjectNode> log = new LinkedHashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private IntConsumer beforeAnswering = number -> {};
    private boolean feedIsThere = true;
    private long now = 1_769_985_812_000L;
    private int made;

    Shelves() throws IOException {
        server = new ScriptedServer(this::answer);
    }

    java.net.URI baseUrl() {
        return server.baseUrl();
    }

    /** What was asked since the last call, by path and, for bookmarks, type. */
    List<String> asked() {
        List<String> all = List.copyOf(asked);
        asked.clear();
        return all;
    }

    /** Is told the number of each request before it is answered. */
    void beforeAnswering(IntConsumer change) {
        asked.clear();
        beforeAnswering = change;
    }

    void takeFeedAway() {
        feedIsThere = false;
    }

    synchronized String collection(String name) {
        String id = "c" + made++;
        shelves.put(id, new Shelf());
        return rename(id, name);
    }

    synchronized String rename(String id, String name) {
        Shelf shelf = shelf(id);
        shelf.name = name;
        shelf.updatedAt = ++now;
        log("COLLECTION", id, "UPDATE", id, "{\"name\":\"" + name + "\"}");
        return id;
    }

    synchronized void deleteCollection(String id) {
        shelves.remove(id);
        now++;
        log("COLLECTION", id, "DELETE", id, "{}");
    }

    synchronized String bookmark(String type, int key) {
        String id = "b" + (1_000 + made++);
        Mark mark = new Mark();
        mark.type = type;
        mark.key = key;
        marks.put(id, mark);
        now++;
        return changed(id, "CREATE");
    }

    private Shelf shelf(String id) {
        return Objects.requireNonNull(shelves.get(id));
    }

    private Mark mark(String id) {
        return Objects.requireNonNull(marks.get(id));
    }

    private String changed(String id, String how) {
        log("BOOKMARK", id, how, id, "{\"bookmarkType\":\"" + mark(id).type + "\"}");
        return id;
    }

    synchronized void deleteBookmark(String id) {
        marks.remove(id);
        shelves.values().forEach(shelf -> shelf.items.remove(id));
        now++;
        log("BOOKMARK", id, "DELETE", id, "{}");
    }

    synchronized void favor(String id, boolean favorite) {
        mark(id).favorite = favorite;
        now++;
        changed(id, "UPDATE");
    }

    synchronized void readFrom(String id, boolean reading) {
        mark(id).reading = reading;
        now++;
        changed(id, "UPDATE");
    }

    synchronized void put(String collection, String bookmark) {
        shelf(collection).items.add(bookmark);
        moved(collection, bookmark, "CREATE");
    }

    synchronized void take(String collection, String bookmark) {
        shelf(collection).items.remove(bookmark);
        moved(collection, bookmark, "DELETE");
    }

    /** The last item of a collection becomes its first; nothing tells of it. */
    synchronized void turn(String collection) {
        List<String> items = new ArrayList<>(shelf(collection).items);
        Collections.rotate(items, 1);
        shelf(collection).items.clear();
        shelf(collection).items.addAll(items);
    }

    private void moved(String collection, String bookmark, String how) {
        shelf(collection).updatedAt = ++now;
        String field = how.equals("CREATE") ? "bookmarkId" : "bookmark_id";
        log(
                "COLLECTION_BOOKMARK",
                collection + "/" + bookmark,
                how,
                null,
                "{\"collectionId\":\"" + collection + "\",\"" + field + "\":\"" + bookmark + "\"}");
    }

    /** The feed tells of something in words that nobody knows. */
    synchronized void mystery(String type, String resource) {
        now++;
        log(resource, "mystery", type, "x", "{}");
    }

    private void log(String resource, String key, String type, @Nullable String id, String data) {
        ObjectNode mutation = JSON.createObjectNode();
        mutation.put("type", type).put("resource", resource).put("timestamp", now);
        mutation.put("resourceId", id);
        mutation.set("data", JSON.readTree(data));
        log.remove(resource + key);
        log.put(resource + key, mutation);
    }

    /** Something happens, as it may to any user. */
    synchronized void changeSomething(Random random) {
        String mark = any(marks.keySet(), random);
        String shelf = any(shelves.keySet(), random);
        switch (random.nextInt(9)) {
            case 0 -> collection("Hope " + random.nextInt(100));
            case 1 -> rename(shelf, "Work " + random.nextInt(100));
            case 2 -> favor(mark, random.nextBoolean());
            case 3 -> readFrom(mark, random.nextBoolean());
            case 4 -> put(shelf, mark);
            case 5 -> {
                if (!shelf(shelf).items.isEmpty()) {
                    take(shelf, any(shelf(shelf).items, random));
                }
            }
            case 6 -> {
                if (marks.size() > 3) {
                    deleteBookmark(mark);
                }
            }
            case 7 -> {
                if (shelves.size() > 1) {
                    deleteCollection(shelf);
                }
            }
            default -> bookmark(TYPES.get(random.nextInt(4)), 1 + random.nextInt(30));
        }
    }

    private static String any(Collection<String> ids, Random random) {
        return List.copyOf(new TreeSet<>(ids)).get(random.nextInt(ids.size()));
    }

    /** All that a complete copy holds, a line each. */
    synchronized List<String> truth() {
        List<String> lines = new ArrayList<>();
        shelves.forEach((id, shelf) -> lines.add("collection " + id + " " + shelf.name + " "
                + Instant.ofEpochMilli(shelf.updatedAt) + " " + shelf.items.size()));
        marks.forEach((id, mark) -> lines.add("bookmark " + line(id)));
        items(FAVORITES).forEach(id -> lines.add("item " + FAVORITES + " " + line(id)));
        shelves.forEach((id, shelf) -> shelf.items.forEach(item -> lines.add("item " + id + " " + line(item))));
        lines.sort(Comparator.naturalOrder());
        return lines;
    }

    private String line(String id) {
        Mark mark = mark(id);
        return String.join(
                " ",
                id,
                mark.type,
                String.valueOf(mark.key),
                String.valueOf(mark.favorite),
                String.valueOf(mark.reading),
                String.valueOf(collectionsOf(id)));
    }

    private long collectionsOf(String bookmark) {
        return shelves.values().stream()
                .filter(shelf -> shelf.items.contains(bookmark))
                .count();
    }

    private Collection<String> items(String collection) {
        return collection.equals(FAVORITES)
                ? marks.entrySet().stream()
                        .filter(mark ->
                                mark.getValue().favorite && mark.getValue().type.equals("ayah"))
                        .map(Map.Entry::getKey)
                        .toList()
                : shelf(collection).items;
    }

    private synchronized Reply answer(Seen seen) {
        String path = seen.path().replace("/auth/v1/", "");
        asked.add(path + seen.query().getOrDefault("type", ""));
        beforeAnswering.accept(asked.size());
        if (path.equals("sync")) {
            return feedIsThere ? mutations(seen) : Reply.json(403, "{\"message\":\"no\",\"type\":\"forbidden\"}");
        }
        if (path.equals("collections")) {
            return page(seen, shelves.keySet(), this::collectionAsJson, "");
        }
        if (path.equals("bookmarks")) {
            String type = seen.query().getOrDefault("type", "");
            List<String> ids = marks.keySet().stream()
                    .filter(id -> mark(id).type.equals(type))
                    .toList();
            return page(seen, ids, this::bookmarkAsJson, "");
        }
        String id = path.replace("collections/", "");
        return id.equals(FAVORITES) || shelves.containsKey(id)
                ? page(seen, items(id), this::bookmarkAsJson, "bookmarks")
                : Reply.json(404, "{\"message\":\"gone\",\"type\":\"not_found\",\"success\":false}");
    }

    private ObjectNode collectionAsJson(String id) {
        Shelf shelf = shelf(id);
        return JSON.createObjectNode()
                .put("id", id)
                .put("name", shelf.name)
                .put("isPrivate", true)
                .put("isDefault", false)
                .put("slug", "s")
                .putNull("url")
                .put("updatedAt", Instant.ofEpochMilli(shelf.updatedAt).toString())
                .put("bookmarksCount", shelf.items.size())
                .put("resourcesCount", shelf.items.size())
                .put("count", shelf.items.size());
    }

    private ObjectNode bookmarkAsJson(String id) {
        Mark mark = mark(id);
        ObjectNode node = JSON.createObjectNode()
                .put("id", id)
                .put("createdAt", "2026-01-21T07:28:13.023Z")
                .put("type", mark.type)
                .put("key", mark.key)
                .putNull("verseNumber")
                .put("group", "g")
                .put("isInDefaultCollection", mark.favorite)
                .put("isReading", mark.reading)
                .put("collectionsCount", collectionsOf(id));
        return mark.type.equals("ayah") ? node.put("verseNumber", 1) : node;
    }

    private Reply page(
            Seen seen, Collection<String> all, java.util.function.Function<String, ObjectNode> node, String wrapper) {
        List<String> ids = List.copyOf(all);
        String after = seen.query().get("after");
        int from = after == null ? 0 : ids.indexOf(after) + 1;
        int to = Math.min(ids.size(), from + 20);
        ArrayNode data = JSON.createArrayNode();
        ids.subList(from, to).forEach(id -> data.add(node.apply(id)));
        ObjectNode answer = JSON.createObjectNode().put("success", true);
        if (wrapper.isEmpty()) {
            answer.set("data", data);
        } else {
            answer.putObject("data").set(wrapper, data);
        }
        answer.putObject("pagination")
                .put("endCursor", to == 0 ? null : ids.get(to - 1))
                .put("hasNextPage", to < ids.size());
        return Reply.ok(JSON.writeValueAsString(answer));
    }

    private Reply mutations(Seen seen) {
        ObjectNode data = JSON.createObjectNode().put("lastMutationAt", now);
        if (!"true".equals(seen.query().get("metadataOnly"))) {
            long since = Long.parseLong(seen.query().getOrDefault("mutationsSince", ""));
            int page = Integer.parseInt(seen.query().getOrDefault("page", "1"));
            List<ObjectNode> found = log.values().stream()
                    .filter(mutation -> mutation.path("timestamp").asLong() > since)
                    .toList();
            // Pages of two, whatever is asked for, so that there are several.
            ArrayNode mutations = data.putArray("mutations");
            found.stream().skip((page - 1) * 2L).limit(2).forEach(mutations::add);
            data.put("hasMore", page * 2L < found.size()).put("page", page).put("total", found.size());
        }
        ObjectNode answer = JSON.createObjectNode().put("success", true);
        answer.set("data", data);
        return Reply.ok(JSON.writeValueAsString(answer)).with("x-mutation-at", String.valueOf(now));
    }

    @Override
    public void close() {
        server.close();
    }
}
