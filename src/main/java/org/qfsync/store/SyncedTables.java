package org.qfsync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.qfsync.store.TableSpec.Column;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The synced tables as the database's own catalogue describes them, so that what is done to all of them, whoever
 * declared them, needs no list that could be forgotten. Thread-safe.
 */
final class SyncedTables {
    private static final Set<String> BOOKKEEPING =
            Set.of("first_seen_at", "changed_at", "run_id", "content_hash", "deleted_at", "extra");

    private final JdbcTemplate jdbc;
    private final Dialect dialect;
    private final Map<String, TableSpec> known = new ConcurrentHashMap<>();

    SyncedTables(Database database) {
        this.jdbc = new JdbcTemplate(database.dataSource());
        this.dialect = database.dialect();
    }

    /** The table of that name, with its schema. */
    TableSpec get(String table) {
        return known.computeIfAbsent(table, this::describe);
    }

    private TableSpec describe(String table) {
        int dot = table.indexOf('.');
        Object[] name = {dialect.stored(table.substring(0, dot)), dialect.stored(table.substring(dot + 1))};
        List<String> keys = jdbc.queryForList("""
                SELECT LOWER(k.column_name)
                FROM information_schema.table_constraints c
                JOIN information_schema.key_column_usage k ON k.constraint_schema = c.constraint_schema
                    AND k.constraint_name = c.constraint_name AND k.table_name = c.table_name
                WHERE c.constraint_type = 'PRIMARY KEY' AND c.table_schema = ? AND c.table_name = ?
                ORDER BY k.ordinal_position
                """, String.class, name);
        List<Column> columns = jdbc.query("""
                SELECT LOWER(column_name) AS name, UPPER(data_type) AS type, LOWER(domain_name) AS domain
                FROM information_schema.columns WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position
                """, (row, n) -> column(row), name);
        List<Column> keyColumns = new ArrayList<>();
        keys.forEach(key ->
                columns.stream().filter(column -> column.name().equals(key)).forEach(keyColumns::add));
        List<Column> data = columns.stream()
                .filter(column -> !keys.contains(column.name()) && !BOOKKEEPING.contains(column.name()))
                .toList();
        return new TableSpec(table, keyColumns, data);
    }

    private static Column column(ResultSet row) throws SQLException {
        return new Column(row.getString("name"), type(row.getString("type"), row.getString("domain")));
    }

    private static ColumnType type(String type, @Nullable String domain) {
        if ("json_document".equals(domain)) {
            return ColumnType.JSON;
        }
        return switch (type.toUpperCase(Locale.ROOT)) {
            case "INTEGER" -> ColumnType.INTEGER;
            case "BIGINT" -> ColumnType.BIGINT;
            case "DOUBLE PRECISION" -> ColumnType.DOUBLE;
            case "BOOLEAN" -> ColumnType.BOOLEAN;
            case "DATE" -> ColumnType.DATE;
            case "TIMESTAMP WITH TIME ZONE" -> ColumnType.TIMESTAMP;
            default -> ColumnType.TEXT;
        };
    }
}
