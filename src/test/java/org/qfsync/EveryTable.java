package org.qfsync;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All tables of a database as its own catalogue names them: fills those of users, and looks for a user in every one. */
final class EveryTable {
    private static final String GRANTS = "ops.user_grant";
    /** Where a constraint allows but some words. */
    private static final Map<String, Object> ALLOWED = Map.of("state", "DONE", "outcome", "SYNCED", "kind", "INSERT");

    private final JdbcClient jdbc;
    private final Map<String, List<Column>> tables;

    EveryTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.tables = jdbc
                .sql("""
                        SELECT LOWER(c.table_schema) || '.' || LOWER(c.table_name) AS name,
                            LOWER(c.column_name) AS column_name, UPPER(c.data_type) AS data_type,
                            c.is_nullable = 'NO' AND c.column_default IS NULL AND c.is_identity = 'NO' AS needed
                        FROM information_schema.columns c
                        JOIN information_schema.tables t
                            ON t.table_schema = c.table_schema AND t.table_name = c.table_name
                        WHERE t.table_type = 'BASE TABLE'
                            AND LOWER(c.table_schema) NOT IN ('information_schema', 'pg_catalog')
                        """)
                .query((row, n) -> new Column(
                        row.getString("name"),
                        row.getString("column_name"),
                        row.getString("data_type"),
                        row.getBoolean("needed")))
                .list()
                .stream()
                .collect(groupingBy(Column::table, TreeMap::new, Collectors.toList()));
    }

    /** Those that have a column {@code sub}. */
    Set<String> withUsers() {
        return tables.entrySet().stream()
                .filter(table -> table.getValue().stream()
                        .anyMatch(column -> column.name().equals("sub")))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Gives the user one row in each of them, but no grant. */
    void fill(String sub) {
        withUsers().stream().filter(table -> !table.equals(GRANTS)).forEach(table -> insert(table, sub));
    }

    private void insert(String table, String sub) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Column column : tables.getOrDefault(table, List.of())) {
            if (column.needed() || column.name().equals("sub")) {
                values.put(column.name(), value(column, sub));
            }
        }
        jdbc.sql("INSERT INTO " + table + " (" + String.join(", ", values.keySet()) + ") VALUES ("
                        + values.keySet().stream().map(name -> ":" + name).collect(Collectors.joining(", ")) + ")")
                .params(values)
                .update();
    }

    private Object value(Column column, String sub) {
        if (column.name().equals("sub")) {
            return sub;
        }
        if (column.name().equals("run_id")) {
            return jdbc.sql("SELECT MIN(run_id) FROM ops.run").query(Long.class).single();
        }
        if (ALLOWED.containsKey(column.name())) {
            return ALLOWED.get(column.name());
        }
        return switch (column.type()) {
            case "CHARACTER VARYING" -> "filled for " + sub;
            case "BIGINT", "INTEGER" -> 7;
            case "BOOLEAN" -> true;
            case "TIMESTAMP WITH TIME ZONE" -> OffsetDateTime.now(ZoneOffset.UTC);
            case "BINARY VARYING", "BYTEA" -> new byte[] {7};
            default -> throw new IllegalStateException("what to fill into " + column);
        };
    }

    long count(String table, String sub) {
        return jdbc.sql("SELECT COUNT(*) FROM " + table + " WHERE sub = ?")
                .param(sub)
                .query(Long.class)
                .single();
    }

    /** All that the tables with users hold of this one. */
    Map<String, String> rowsOf(String sub) {
        return withUsers().stream()
                .collect(
                        toMap(
                                table -> table,
                                table -> jdbc
                                        .sql("SELECT * FROM " + table + " WHERE sub = ?")
                                        .param(sub)
                                        .query()
                                        .listOfRows()
                                        .stream()
                                        .map(EveryTable::text)
                                        .collect(Collectors.joining("\n"))));
    }

    /** All that they hold, whoever it belongs to. */
    Map<String, Set<String>> contents() {
        return tables.keySet().stream()
                .collect(toMap(
                        table -> table,
                        table -> jdbc.sql("SELECT * FROM " + table).query().listOfRows().stream()
                                .map(EveryTable::text)
                                .collect(Collectors.toSet())));
    }

    /** The tables of any schema in which that text occurs, in whichever column. */
    List<String> holding(String text) {
        List<String> found = new ArrayList<>();
        for (String table : tables.keySet()) {
            if (jdbc.sql("SELECT * FROM " + table).query().listOfRows().stream()
                    .anyMatch(row -> text(row).contains(text))) {
                found.add(table);
            }
        }
        return found;
    }

    private static String text(Map<String, ?> row) {
        return row.entrySet().stream()
                .map(field -> field.getKey().toLowerCase(Locale.ROOT) + "="
                        + (field.getValue() instanceof byte[] bytes ? Arrays.toString(bytes) : field.getValue()))
                .collect(Collectors.joining("|"));
    }

    private record Column(String table, String name, String type, boolean needed) {}
}
