package org.qfsync.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What analysts can see, in the words of the database itself: its comments. */
final class Dictionary {
    private static final List<String> SCHEMAS = List.of("analytics", "qf", "ops");
    private static final Set<String> FILLERS = Set.of(
            "the", "a", "an", "its", "it", "is", "of", "this", "that", "has", "and", "or", "in", "to", "by", "see");

    private final List<Table> tables;

    private Dictionary(List<Table> tables) {
        this.tables = List.copyOf(tables);
    }

    /**
     * A table or a view.
     *
     * @param meaning empty if the database does not say
     */
    record Table(String schema, String name, String meaning, List<Column> columns) {
        String qualified() {
            return schema + "." + name;
        }
    }

    /**
     * A column.
     *
     * @param meaning empty if the database does not say
     */
    record Column(String name, String type, String meaning) {}

    /** What {@code mart.readable} names, and all of {@code analytics}. */
    static Dictionary of(Database database) {
        try (Connection connection = database.dataSource().getConnection()) {
            Reading reading = new Reading(connection, database.dialect(), readable(connection));
            List<Table> tables = new ArrayList<>();
            for (String schema : SCHEMAS) {
                tables.addAll(reading.tables(schema));
            }
            return new Dictionary(tables);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By table the columns that may be read; none are named where all may. */
    private static Map<String, Set<String>> readable(Connection connection) throws SQLException {
        Map<String, Set<String>> columns = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT schema_name, table_name, column_names FROM mart.readable")) {
            while (rows.next()) {
                String named = text(rows.getString(3));
                columns.put(
                        rows.getString(1) + "." + rows.getString(2),
                        named.isEmpty() ? Set.of() : Set.of(named.split(", ", -1)));
            }
        }
        return columns;
    }

    private record Reading(Connection connection, Dialect dialect, Map<String, Set<String>> readable) {
        List<Table> tables(String schema) throws SQLException {
            TreeMap<String, Table> tables = new TreeMap<>();
            String[] kinds = {"BASE TABLE", "TABLE", "VIEW", "MATERIALIZED VIEW"};
            try (ResultSet rows = connection.getMetaData().getTables(null, dialect.stored(schema), null, kinds)) {
                while (rows.next()) {
                    String name = rows.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
                    if (schema.equals("analytics") || readable.containsKey(schema + "." + name)) {
                        tables.put(
                                name, new Table(schema, name, text(rows.getString("REMARKS")), columns(schema, name)));
                    }
                }
            }
            return List.copyOf(tables.values());
        }

        private List<Column> columns(String schema, String table) throws SQLException {
            Set<String> shown = readable.getOrDefault(schema + "." + table, Set.of());
            Set<String> documents = dialect == Dialect.H2 ? documents(connection, schema, table) : Set.of();
            List<Column> columns = new ArrayList<>();
            try (ResultSet rows =
                    connection.getMetaData().getColumns(null, dialect.stored(schema), dialect.stored(table), null)) {
                while (rows.next()) {
                    String stored = rows.getString("COLUMN_NAME");
                    String name = stored.toLowerCase(Locale.ROOT);
                    String type = documents.contains(stored) ? "json" : type(rows.getString("TYPE_NAME"));
                    if (shown.isEmpty() || shown.contains(name)) {
                        columns.add(new Column(name, type, text(rows.getString("REMARKS"))));
                    }
                }
            }
            return columns;
        }
    }

    /** The columns of JSON, which H2 gives as the text that it is there. */
    private static Set<String> documents(Connection connection, String schema, String table) throws SQLException {
        Set<String> names = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT column_name FROM information_schema.columns WHERE domain_name = 'JSON_DOCUMENT'"
                        + " AND table_schema = ? AND table_name = ?")) {
            statement.setString(1, Dialect.H2.stored(schema));
            statement.setString(2, Dialect.H2.stored(table));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    /** The databases' own words for the same type, as one. */
    private static String type(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        return switch (plain) {
            case "character varying", "varchar" -> "text";
            case "timestamp with time zone" -> "timestamptz";
            case "int4" -> "integer";
            case "int8" -> "bigint";
            case "bool" -> "boolean";
            case "float8", "double precision", "decfloat" -> "double";
            case "binary varying", "bytea" -> "bytes";
            case "\"qf\".\"json_document\"" -> "json";
            default -> plain;
        };
    }

    private static String text(@Nullable String remark) {
        return remark == null ? "" : remark.strip();
    }

    List<Table> tables() {
        return tables;
    }

    /** {@code table} and {@code table.column}. */
    Set<String> names() {
        return tables.stream()
                .flatMap(table -> Stream.concat(
                        Stream.of(table.name()),
                        table.columns().stream().map(column -> table.name() + "." + column.name())))
                .collect(Collectors.toSet());
    }

    /** Tables, views and columns that say nothing, or nothing that their names do not say. */
    List<String> unexplained() {
        List<String> names = new ArrayList<>();
        for (Table table : tables) {
            if (!says(table.meaning(), table.name())) {
                names.add(table.qualified() + ": " + table.meaning());
            }
            table.columns().stream()
                    .filter(column -> !says(column.meaning(), column.name()))
                    .forEach(column -> names.add(table.qualified() + "." + column.name() + ": " + column.meaning()));
        }
        return names;
    }

    /** Headings and tables for a page, to be unfolded by schema: the same whichever database says it. */
    String markdown() {
        StringBuilder page = new StringBuilder();
        for (String schema : SCHEMAS) {
            List<Table> inside = tables.stream()
                    .filter(table -> table.schema().equals(schema))
                    .toList();
            page.append("\n<details>\n<summary><b>")
                    .append(schema)
                    .append("</b>: ")
                    .append(inside.size())
                    .append(schema.equals("analytics") ? " views" : " tables")
                    .append("</summary>\n");
            inside.forEach(table -> append(table, page));
            page.append("\n</details>\n");
        }
        return page.append('\n').toString();
    }

    private static void append(Table table, StringBuilder page) {
        page.append("\n### `").append(table.qualified()).append("`\n\n");
        page.append(escaped(table.meaning())).append(".\n\n| column | type | meaning |\n|---|---|---|\n");
        table.columns()
                .forEach(column -> page.append(
                        "| `" + column.name() + "` | " + column.type() + " | " + escaped(column.meaning()) + " |\n"));
    }

    private static String escaped(String text) {
        return text.replace("<", "&lt;")
                .replace("|", "\\|")
                .replace("__", "\\_\\_")
                .replace("*", "\\*");
    }

    private static boolean says(String meaning, String name) {
        Set<String> known = new HashSet<>(FILLERS);
        words(name).forEach(known::add);
        return words(meaning).anyMatch(word -> !known.contains(word));
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1))
                .filter(word -> !word.isEmpty());
    }
}
