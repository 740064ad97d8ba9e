package org.qfsync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.qfsync.store.TableSpec.Column;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/** Reads what is stored in one synced table, as far as writing needs to know it. Joins the caller's transaction. */
final class StoredRows {
    private final JdbcTemplate jdbc;
    private final Dialect dialect;
    private final TableSpec table;
    private final RowSql sql;

    StoredRows(JdbcTemplate jdbc, Dialect dialect, TableSpec table) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        this.table = table;
        this.sql = new RowSql(table, dialect);
    }

    /** The state of each row of a scope, by key. */
    Map<List<@Nullable Object>, Stored> ofScope(Scope scope) {
        Map<List<@Nullable Object>, Stored> stored = new HashMap<>();
        each(scope, stored::put);
        return stored;
    }

    /** The same, one by one. */
    void each(Scope scope, BiConsumer<List<@Nullable Object>, Stored> work) {
        jdbc.query(
                sql.loadScope(scope),
                row -> {
                    work.accept(Stored.key(table, row), Stored.state(table, row));
                },
                scope.parameters());
    }

    /** The state of the rows with the keys of these, by key. */
    Map<List<@Nullable Object>, Stored> ofKeys(Collection<Row> rows) {
        Map<List<@Nullable Object>, Stored> stored = new HashMap<>();
        byKeys(
                rows.stream().map(Row::key).toList(),
                sql.loadKeys(),
                row -> stored.put(Stored.key(table, row), Stored.state(table, row)));
        return stored;
    }

    /** Key and data columns of the rows with these keys, by key. */
    Map<List<@Nullable Object>, List<@Nullable Object>> values(List<List<@Nullable Object>> keys) {
        Map<List<@Nullable Object>, List<@Nullable Object>> stored = new HashMap<>();
        byKeys(keys, sql.loadRows(), row -> {
            List<@Nullable Object> values = values(row);
            stored.put(key(values), values);
        });
        return stored;
    }

    /** The live rows with these keys as JSON, by key. */
    Map<List<@Nullable Object>, String> documents(List<List<@Nullable Object>> keys) {
        Map<List<@Nullable Object>, String> documents = new LinkedHashMap<>();
        int extra = table.columns().size() + 1;
        byKeys(keys, sql.loadRows(), row -> {
            if (row.getObject(extra + 1) == null) {
                List<@Nullable Object> values = values(row);
                String document = RowDocument.of(table, values, (String) ColumnType.JSON.read(row, extra));
                documents.put(key(values), document);
            }
        });
        return documents;
    }

    private List<@Nullable Object> values(ResultSet row) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        for (Column column : table.columns()) {
            values.add(column.type().read(row, values.size() + 1));
        }
        return values;
    }

    private List<@Nullable Object> key(List<@Nullable Object> values) {
        return List.copyOf(values.subList(0, table.keys().size()));
    }

    private void byKeys(List<List<@Nullable Object>> keys, String query, RowCallbackHandler read) {
        Batches.each(
                keys,
                batch -> jdbc.query(
                        connection -> new ArrayBinder(connection.prepareStatement(query), dialect)
                                .keys(table, batch)
                                .statement(),
                        read));
    }
}
