package org.qfsync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The stored rows of Content Sync as the records that they were made of, to be compared with the sandbox's truth. */
final class StoredContent {
    private static final Map<String, List<String>> TABLES = Map.of(
            "translations", List.of("translation_text"),
            "tafsirs", List.of("tafsir_text"),
            "recitations", List.of("verse_audio", "chapter_audio"),
            "word_by_word_translations", List.of("word_translation"),
            "articles", List.of("article"));
    private static final Set<String> OURS = Set.of(
            "resource_id",
            "resource_content_id",
            "record_key",
            "record_type",
            "id",
            "first_seen_at",
            "changed_at",
            "run_id",
            "content_hash",
            "deleted_at",
            "extra",
            "foot_notes");
    private static final Set<String> NOT_STORED =
            Set.of("juz_number", "hizb_number", "rub_el_hizb_number", "page_number");

    private final JdbcClient jdbc;

    StoredContent(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Live records of a resource, each as its fields in one form, by key. */
    Map<String, String> records(String resource) {
        String group = resource.split(":", -1)[0];
        long id = Long.parseLong(resource.split(":", -1)[1]);
        Map<String, Map<String, String>> notes = footNotes(id);
        Map<String, String> records = new TreeMap<>();
        for (String table : TABLES.getOrDefault(group, List.of())) {
            jdbc.sql("SELECT * FROM qf." + table + " WHERE resource_id = ? AND deleted_at IS NULL")
                    .param(id)
                    .query()
                    .listOfRows()
                    .forEach(row -> {
                        Map<String, String> fields = new TreeMap<>();
                        row.forEach((column, value) -> put(fields, column.toLowerCase(java.util.Locale.ROOT), value));
                        String key = String.valueOf(row.get("record_key"));
                        if (group.equals("translations")) {
                            fields.put("notes", String.valueOf(notes.getOrDefault(key, Map.of())));
                        }
                        records.put(table + "/" + key, fields.toString());
                    });
        }
        return records;
    }

    private static void put(Map<String, String> fields, String column, Object value) {
        if (value == null || OURS.contains(column)) {
            return;
        }
        if (value instanceof java.time.OffsetDateTime || value instanceof java.sql.Timestamp) {
            return;
        }
        String text = value.toString();
        fields.put(column, text.startsWith("[[") || text.equals("[]") ? text.replace(" ", "") : text);
    }

    private Map<String, Map<String, String>> footNotes(long resource) {
        Map<String, Map<String, String>> notes = new HashMap<>();
        jdbc.sql("SELECT record_key, foot_note_id, text FROM qf.foot_note WHERE resource_id = ? AND deleted_at IS NULL")
                .param(resource)
                .query((row, n) -> notes.computeIfAbsent(row.getString(1), any -> new TreeMap<>())
                        .put(row.getString(2), row.getString(3)))
                .list();
        return notes;
    }

    /** The same of records as the service has them. */
    static Map<String, String> of(String resource, List<ObjectNode> truth) {
        String group = resource.split(":", -1)[0];
        Map<String, String> records = new TreeMap<>();
        for (ObjectNode record : truth) {
            Map<String, String> fields = new TreeMap<>();
            for (Map.Entry<String, JsonNode> field : record.properties()) {
                boolean stored = !OURS.contains(field.getKey())
                        && !NOT_STORED.contains(field.getKey())
                        && !field.getKey().equals("updated_at")
                        && !field.getValue().isNull();
                if (stored) {
                    fields.put(
                            field.getKey(),
                            field.getValue().isContainer()
                                    ? field.getValue().toString()
                                    : field.getValue().asString());
                }
            }
            String table = table(group, record);
            if (group.equals("translations")) {
                Map<String, String> notes = new TreeMap<>();
                record.path("foot_notes")
                        .forEach(note -> notes.put(
                                note.path("id").asString(), note.path("text").asString()));
                fields.put("notes", notes.toString());
            }
            String key = record.has("id")
                    ? record.path("id").asString()
                    : record.path("article_id").asString() + ":"
                            + record.path("language_id").asString();
            records.put(table + "/" + key, fields.toString());
        }
        return records;
    }

    private static String table(String group, ObjectNode record) {
        List<String> tables = new ArrayList<>(TABLES.getOrDefault(group, List.of("none")));
        return record.path("record_type").asString("").equals("chapter_audio_file") ? tables.get(1) : tables.get(0);
    }
}
