package org.qfsync.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** One user's collections and bookmarks, with exactly the official limits. */
final class CollectionEndpoints {
    private static final Set<String> TYPES = Set.of("page", "juz", "surah", "ayah");
    private static final QueryRules COLLECTIONS = QueryRules.cursorList()
            .words("sortBy", "recentlyUpdated", "alphabetical", "alphabeticalDesc")
            .words("type", TYPES);
    private static final QueryRules ITEMS = QueryRules.cursorList().words("sortBy", "recentlyAdded", "verseKey");
    private static final QueryRules ALL_ITEMS =
            QueryRules.cursorList().words("sortBy", "recentlyAdded", "verseKey").words("type", TYPES);
    private static final QueryRules BOOKMARKS = QueryRules.cursorList()
            .required("mushafId", QueryRules.MUSHAFS)
            .words("type", TYPES)
            .words("isReading", "true", "false")
            .matching("key", "\\d{1,3}");
    private static final Comparator<Truth.Bookmark> BY_VERSE = Comparator.comparing(Truth.Bookmark::key)
            .thenComparing(Truth.Bookmark::verseNumber)
            .thenComparing(Truth.Bookmark::id);
    private static final Comparator<Truth.Collection> BY_NAME = Comparator.comparing(
                    (Truth.Collection collection) -> collection.name().toLowerCase(Locale.ROOT))
            .thenComparing(Truth.Collection::id);

    private final World world;
    private final Shifts shifts;

    CollectionEndpoints(World world, Shifts shifts) {
        this.world = world;
        this.shifts = shifts;
    }

    Reply answer(Call call, int user) {
        return switch (call.route()) {
            case COLLECTIONS -> collections(call, user);
            case COLLECTIONS_ALL -> collectionsAll(call, user);
            case COLLECTION -> collection(call, user);
            case BOOKMARKS -> bookmarks(call, user);
            default -> throw Refusal.gateway(403);
        };
    }

    private Reply collections(Call call, int user) {
        COLLECTIONS.check(call);
        UserData data = world.data(user);
        List<Truth.Collection> all = new ArrayList<>(data.collections());
        String type = call.query().get("type");
        if (type != null) {
            all.removeIf(collection -> data.items().getOrDefault(collection.id(), List.of()).stream()
                    .noneMatch(bookmark -> bookmark.type().equals(type)));
        }
        switch (call.query().getOrDefault("sortBy", "recentlyUpdated")) {
            case "alphabetical" -> all.sort(BY_NAME);
            case "alphabeticalDesc" -> all.sort(BY_NAME.reversed());
            default -> {
                // kept in this order
            }
        }
        CursorPage<Truth.Collection> page = shifts.page(call, user, all, Truth.Collection::id);
        return Listed.reply(
                page, user, (json, collection) -> writeCollection(json, collection, false, world.isPrelive()));
    }

    private Reply collection(Call call, int user) {
        ITEMS.check(call);
        UserData data = world.data(user);
        String id = call.lastSegment();
        boolean favorites = id.equals(Truth.FAVORITES);
        Truth.Collection collection = favorites
                ? favorites(data)
                : data.collections().stream()
                        .filter(candidate -> candidate.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> Refusal.gateway(404));
        List<Truth.Bookmark> items = sorted(data.items().getOrDefault(id, List.of()), call);
        CursorPage<Truth.Bookmark> page = shifts.page(call, user, items, Truth.Bookmark::id);
        return Reply.json(200, json -> {
            json.writeBooleanProperty("success", true);
            json.writeObjectPropertyStart("data");
            json.writeName("collection");
            writeCollection(json, collection, favorites, world.isPrelive());
            json.writeArrayPropertyStart("bookmarks");
            page.items().forEach(bookmark -> writeBookmark(json, bookmark));
            json.writeEndArray();
            json.writeEndObject();
            page.writePagination(json, Listed.isTerse(user));
        });
    }

    private Reply collectionsAll(Call call, int user) {
        ALL_ITEMS.check(call);
        String type = call.query().getOrDefault("type", "ayah");
        List<Truth.Bookmark> held = world.data(user).bookmarks().stream()
                .filter(bookmark -> bookmark.collectionsCount() > 0)
                .filter(bookmark -> bookmark.type().equals(type))
                .toList();
        CursorPage<Truth.Bookmark> page = shifts.page(call, user, sorted(held, call), Truth.Bookmark::id);
        return Listed.reply(page, user, CollectionEndpoints::writeBookmark);
    }

    /** Whether {@code mushafId} filters is unknown; here it only has to be there. */
    private Reply bookmarks(Call call, int user) {
        BOOKMARKS.check(call);
        Map<String, String> query = call.query();
        String type = query.getOrDefault("type", "ayah");
        List<Truth.Bookmark> all = world.data(user).bookmarks().stream()
                .filter(bookmark -> bookmark.type().equals(type))
                .filter(bookmark -> !"true".equals(query.get("isReading")) || bookmark.isReading())
                .filter(bookmark -> query.getOrDefault("key", String.valueOf(bookmark.key()))
                        .equals(String.valueOf(bookmark.key())))
                .toList();
        CursorPage<Truth.Bookmark> page = shifts.page(call, user, all, Truth.Bookmark::id);
        return Listed.reply(page, user, CollectionEndpoints::writeBookmark);
    }

    private static List<Truth.Bookmark> sorted(List<Truth.Bookmark> items, Call call) {
        return "verseKey".equals(call.query().get("sortBy"))
                ? items.stream().sorted(BY_VERSE).toList()
                : items;
    }

    private static Truth.Collection favorites(UserData data) {
        int count = data.items().getOrDefault(Truth.FAVORITES, List.of()).size();
        return new Truth.Collection(Truth.FAVORITES, "Favorites", Optional.empty(), true, Instant.EPOCH, count);
    }

    static void writeCollection(JsonGenerator json, Truth.Collection collection, boolean virtual, boolean prelive) {
        json.writeStartObject();
        json.writeStringProperty("id", collection.id());
        json.writeStringProperty("name", collection.name());
        json.writeStringProperty("slug", collection.slug().orElse(null));
        json.writeBooleanProperty("isPrivate", collection.isPrivate());
        json.writeBooleanProperty("isDefault", virtual);
        if (prelive) {
            json.writeBooleanProperty("isSystem", virtual);
        }
        json.writeStringProperty("updatedAt", virtual ? null : Timestamps.text(collection.updatedAt()));
        json.writeNullProperty("url");
        for (String count : List.of("bookmarksCount", "resourcesCount", "count")) {
            json.writeNumberProperty(count, collection.bookmarksCount());
        }
        json.writeEndObject();
    }

    static void writeBookmark(JsonGenerator json, Truth.Bookmark bookmark) {
        json.writeStartObject();
        json.writeStringProperty("id", bookmark.id());
        json.writeStringProperty("createdAt", Timestamps.text(bookmark.createdAt()));
        json.writeStringProperty("type", bookmark.type());
        json.writeNumberProperty("key", bookmark.key());
        if (bookmark.verseNumber() > 0) {
            json.writeNumberProperty("verseNumber", bookmark.verseNumber());
        } else {
            json.writeNullProperty("verseNumber");
        }
        json.writeStringProperty("group", group(bookmark.type()));
        json.writeBooleanProperty("isInDefaultCollection", bookmark.isInDefaultCollection());
        if (bookmark.isReading()) {
            json.writeBooleanProperty("isReading", true);
        } else {
            json.writeNullProperty("isReading");
        }
        json.writeNumberProperty("collectionsCount", bookmark.collectionsCount());
        json.writeEndObject();
    }

    static String group(String type) {
        return switch (type) {
            case "page" -> "pages_604";
            case "juz" -> "juzs_30";
            case "surah" -> "surahs_114";
            default -> "verses_6236";
        };
    }
}
