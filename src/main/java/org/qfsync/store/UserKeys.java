package org.qfsync.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the indexes of an H2 file anew that hold users' keys. The inner pages of an index keep the key of a deleted row
 * as a signpost, and compacting the file copies them as they are: an erased user's key would stand in it for ever.
 */
final class UserKeys {
    private static final String INDEXES = """
            SELECT i.table_schema, i.table_name, i.index_name, i.index_type_name, c.column_name
            FROM information_schema.indexes i
            JOIN information_schema.index_columns c
                ON c.index_schema = i.index_schema AND c.index_name = i.index_name
            WHERE i.table_schema IN ('QF', 'OPS', 'MART') AND EXISTS (
                SELECT 1 FROM information_schema.index_columns u
                WHERE u.index_schema = i.index_schema AND u.index_name = i.index_name AND u.column_name IN ('SUB', 'USER_KEY'))
            ORDER BY i.table_schema, i.table_name, i.index_name, c.ordinal_position
            """;

    private final Connection connection;

    UserKeys(Connection connection) {
        this.connection = connection;
    }

    private record Index(String schema, String table, String name, String type, List<String> columns) {
        String on() {
            return quoted(schema, table) + " (\"" + String.join("\", \"", columns) + "\")";
        }

        String named() {
            return quoted(schema, name);
        }
    }

    void rebuild() throws SQLException {
        for (Index index : indexes()) {
            if (index.type().equals("PRIMARY KEY")) {
                rebuildPrimaryKey(index);
            } else {
                run("DROP INDEX " + index.named());
                run("CREATE " + (index.type().startsWith("UNIQUE") ? "UNIQUE " : "") + "INDEX " + index.named() + " ON "
                        + index.on());
            }
        }
    }

    /** A death in the middle leaves the table with one of the two: its keys are unique at every moment. */
    private void rebuildPrimaryKey(Index key) throws SQLException {
        String spare = quoted(key.schema(), "SPARE_KEY_OF_" + key.table());
        run("CREATE UNIQUE INDEX IF NOT EXISTS " + spare + " ON " + key.on());
        run("ALTER TABLE " + quoted(key.schema(), key.table()) + " DROP PRIMARY KEY");
        run("ALTER TABLE " + quoted(key.schema(), key.table()) + " ADD PRIMARY KEY (\""
                + String.join("\", \"", key.columns()) + "\")");
        run("DROP INDEX IF EXISTS " + spare);
    }

    private List<Index> indexes() throws SQLException {
        Map<String, Index> indexes = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(INDEXES)) {
            while (row.next()) {
                Index found = new Index(
                        row.getString(1), row.getString(2), row.getString(3), row.getString(4), new ArrayList<>());
                indexes.computeIfAbsent(found.named(), name -> found).columns().add(row.getString(5));
            }
        }
        return List.copyOf(indexes.values());
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String quoted(String schema, String name) {
        return '"' + schema + "\".\"" + name + '"';
    }
}
