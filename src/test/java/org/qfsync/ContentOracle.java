package org.qfsync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.qfsync.sandbox.ContentTruth;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares the content that Content Sync brought, column by column, with what the service would send tonight. Which
 * field belongs into which column is written down here a second time, by hand.
 */
final class ContentOracle {
    private static final Map<String, Map<String, String>> COLUMNS = Map.of(
            "qf.translation_text",
            columns("record_key=id", "resource_content_id=resource_content_id", "verse_key=verse_key", "text=text"),
            "qf.tafsir_text",
            columns(
                    "record_key=id",
                    "verse_key=verse_key",
                    "verse_id=verse_id",
                    "text=text",
                    "start_verse_id=start_verse_id",
                    "end_verse_id=end_verse_id",
                    "group_verse_key_from=group_verse_key_from",
                    "group_verse_key_to=group_verse_key_to",
                    "group_verses_count=group_verses_count"),
            "qf.verse_audio",
            columns("verse_key=verse_key", "recitation_id=recitation_id", "url=url", "segments=segments"),
            "qf.chapter_audio",
            columns("chapter_id=chapter_id", "audio_recitation_id=audio_recitation_id", "audio_url=audio_url"),
            "qf.word_translation",
            columns(
                    "record_key=id",
                    "word_id=word_id",
                    "language_id=language_id",
                    "language_name=language_name",
                    "text=text",
                    "priority=priority"),
            "qf.article",
            columns("article_id=article_id", "language_id=language_id", "lang=lang", "title=title", "text=text"));

    private final JdbcClient jdbc;

    ContentOracle(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What is wrong with these resources, row by row.
     *
     * @param resources such as {@code translations:20}
     */
    List<String> differences(ContentTruth truth, List<String> resources) {
        List<String> differences = new ArrayList<>();
        if (resources.isEmpty()) {
            differences.add("nothing to compare: the world lacks all that was asked for");
        }
        resources.forEach(resource -> differences.addAll(differences(truth, resource)));
        return differences;
    }

    private List<String> differences(ContentTruth truth, String resource) {
        Map<String, List<String>> expected = new TreeMap<>();
        for (ObjectNode each : truth.records(resource)) {
            String table = table(resource, each);
            expected.computeIfAbsent(table, any -> new ArrayList<>()).add(sent(columnsOf(table), each));
        }
        List<String> differences = new ArrayList<>();
        if (expected.isEmpty()) {
            differences.add(resource + " has no records in the world");
        }
        for (String table : COLUMNS.keySet()) {
            if (table(resource).contains(table)) {
                compare(resource, table, expected.getOrDefault(table, List.of()), differences);
            }
        }
        return differences;
    }

    private void compare(String resource, String table, List<String> expected, List<String> differences) {
        List<String> stored = stored(table, Long.parseLong(resource.substring(resource.indexOf(':') + 1)));
        TreeSet<String> lacking = new TreeSet<>(expected);
        lacking.removeAll(stored);
        TreeSet<String> besides = new TreeSet<>(stored);
        besides.removeAll(expected);
        lacking.forEach(row -> differences.add(resource + " lacks " + row));
        besides.forEach(row -> differences.add(resource + " wrongly has " + row));
        if (stored.size() != expected.size()) {
            differences.add(resource + " has " + stored.size() + " rows, not " + expected.size());
        }
    }

    private List<String> stored(String table, long resourceId) {
        return jdbc
                .sql("SELECT * FROM " + table + " WHERE resource_id = ? AND deleted_at IS NULL")
                .param(resourceId)
                .query()
                .listOfRows()
                .stream()
                .map(row -> {
                    Map<String, Object> lower = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                    lower.putAll(row);
                    Map<String, String> cells = new TreeMap<>();
                    columnsOf(table).keySet().forEach(column -> cells.put(column, Cells.stored(lower.get(column))));
                    return cells.toString();
                })
                .toList();
    }

    private static Map<String, String> columnsOf(String table) {
        return Objects.requireNonNull(COLUMNS.get(table), table);
    }

    private static String sent(Map<String, String> columns, JsonNode sent) {
        Map<String, String> cells = new TreeMap<>();
        columns.forEach((column, field) -> cells.put(column, Cells.sent(sent.path(field))));
        return cells.toString();
    }

    private static String table(String resource, JsonNode sent) {
        List<String> tables = table(resource);
        return tables.size() == 1 || !sent.path("record_type").asString().equals("chapter_audio_file")
                ? tables.get(0)
                : tables.get(1);
    }

    private static List<String> table(String resource) {
        return switch (resource.substring(0, resource.indexOf(':'))) {
            case "translations" -> List.of("qf.translation_text");
            case "tafsirs" -> List.of("qf.tafsir_text");
            case "recitations" -> List.of("qf.verse_audio", "qf.chapter_audio");
            case "word_by_word_translations" -> List.of("qf.word_translation");
            case "articles" -> List.of("qf.article");
            default -> List.of();
        };
    }

    private static Map<String, String> columns(String... columns) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String column : columns) {
            all.put(column.substring(0, column.indexOf('=')), column.substring(column.indexOf('=') + 1));
        }
        return all;
    }
}
