package org.qfsync.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What analysts can see, in the words of the database itself: its comments. */
final class Dictionary {
    private static final List<String> SCHEMAS = List.of("analytics", "qf", "ops");
    private static final Set<String> OF_OPS = Set.of(
            "change_event",
            "dataset_state",
            "deployment",
            "hold",
            "live_run",
            "run",
            "run_dataset",
            "run_lease",
            "schedule_pause",
            "schema_drift",
            "staged_loss",
            "user_run");
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

    static Dictionary of(Database database) {
        try (Connection connection = database.dataSource().getConnection()) {
            List<Table> tables = new ArrayList<>();
            for (String schema : SCHEMAS) {
                tables.addAll(tables(connection, database.dialect(), schema));
            }
            return new Dictionary(tables);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Table> tables(Connection connection, Dialect dialect, String schema) throws SQLException {
        TreeMap<String, Table> tables = new TreeMap<>();
        try (ResultSet rows = connection.getMetaData().getTables(null, dialect.stored(schema), null, new String[] {
            "BASE TABLE", "TABLE", "VIEW", "MATERIALIZED VIEW"
        })) {
            while (rows.next()) {
                String name = rows.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
                if (!schema.equals("ops") || OF_OPS.contains(name)) {
                    tables.put(
                            name,
                            new Table(
                                    schema,
                                    name,
                                    text(rows.getString("REMARKS")),
                                    columns(connection, dialect, schema, name)));
                }
            }
        }
        return List.copyOf(tables.values());
    }

    private static List<Column> columns(Connection connection, Dialect dialect, String schema, String table)
            throws SQLException {
        List<Column> columns = new ArrayList<>();
        Set<String> documents = dialect == Dialect.H2 ? documents(connection, schema, table) : Set.of();
        try (ResultSet rows =
                connection.getMetaData().getColumns(null, dialect.stored(schema), dialect.stored(table), null)) {
            while (rows.next()) {
                String name = rows.getString("COLUMN_NAME");
                columns.add(new Column(
                        name.toLowerCase(Locale.ROOT),
                        documents.contains(name) ? "json" : type(rows.getString("TYPE_NAME")),
                        text(rows.getString("REMARKS"))));
            }
        }
        return columns;
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
