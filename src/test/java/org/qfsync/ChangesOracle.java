package org.qfsync;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.qfsync.sandbox.UserTruth;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.ObjectNode;

/** Which changes analysts must see, worked out from what the service would have told in the nights before and tonight. */
final class ChangesOracle {
    private static final Map<String, String> TABLES = Map.of(
            "collections", "collection",
            "bookmarks", "bookmark",
            "collection_items", "collection_item",
            "notes", "note",
            "reading_sessions", "reading_session",
            "activity_days", "activity_day",
            "streaks", "streak");

    private final Map<String, Map<String, ObjectNode>> rows = new HashMap<>();
    private final Map<String, Map<String, Long>> changes = new HashMap<>();

    /** A night in which that user was synced. */
    void night(UserTruth truth) {
        Map<String, ObjectNode> now = rowsOf(truth);
        Map<String, ObjectNode> before = rows.getOrDefault(truth.sub(), Map.of());
        Map<String, Long> counts = changes.computeIfAbsent(truth.sub(), sub -> new TreeMap<>());
        now.forEach((key, row) -> {
            ObjectNode old = before.get(key);
            if (old == null) {
                count(counts, key, "INSERT");
            } else if (!old.equals(row)) {
                count(counts, key, "UPDATE");
            }
        });
        before.keySet().stream().filter(key -> !now.containsKey(key)).forEach(key -> count(counts, key, "DELETE"));
        rows.put(truth.sub(), now);
    }

    private static void count(Map<String, Long> counts, String key, String kind) {
        counts.merge(key.substring(0, key.indexOf(' ')) + " " + kind, 1L, Long::sum);
    }

    private static Map<String, ObjectNode> rowsOf(UserTruth truth) {
        Map<String, ObjectNode> rows = new HashMap<>();
        TABLES.forEach((dataset, table) -> truth.datasets()
                .getOrDefault(dataset, List.of())
                .forEach(row -> rows.put(
                        table + " " + row.path("collectionId").asString("") + " "
                                + row.path("id").asString(),
                        row.deepCopy())));
        return rows;
    }

    /** How many changes of each table and kind there have been. */
    Map<String, Long> expected(String sub) {
        return changes.getOrDefault(sub, Map.of());
    }

    /** How many of them analysts see. */
    static Map<String, Long> shown(JdbcClient jdbc, String userKey) {
        Map<String, Long> shown = new TreeMap<>();
        jdbc.sql("SELECT entity || ' ' || kind, COUNT(*) FROM analytics.fact_change WHERE user_key = ?"
                        + " GROUP BY entity, kind")
                .param(userKey)
                .query(row -> {
                    shown.put(row.getString(1), row.getLong(2));
                });
        shown.keySet().removeIf(change -> !TABLES.containsValue(change.substring(0, change.indexOf(' '))));
        return shown;
    }
}
