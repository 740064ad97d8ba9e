package org.qfsync.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.qfsync.store.TableSpec.Column;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Writes listings of synced rows: what is new or changed is stored, what is unchanged is not touched, what a complete
 * listing no longer holds gets a tombstone. Writing the same listing twice changes nothing the second time.
 *
 * <p>Joins the caller's transaction; without one each statement commits by itself. Thread-safe; two writers of the
 * same scope at the same time are kept apart by the run lease, not here.
 */
public final class RowWriter {
    private static final int BATCH = 1_000;

    private final JdbcTemplate jdbc;
    private final Dialect dialect;

    public RowWriter(Database database) {
        this.jdbc = new JdbcTemplate(database.dataSource());
        // or else PostgreSQL's driver holds a whole scope in memory, in its own form
        this.jdbc.setFetchSize(BATCH);
        this.dialect = database.dialect();
    }

    /**
     * Stores the <em>complete</em> listing of a scope: rows of the scope that are not in it get a tombstone.
     *
     * @param rows in any order; of rows with the same key the last one counts
     * @throws IllegalArgumentException if a row is of another table or outside the scope
     */
    public ChangeCounts replace(TableSpec table, Scope scope, List<Row> rows, Stamp stamp) {
        requireWithin(table, scope, rows);
        RowSql sql = new RowSql(table, dialect);
        Map<List<@Nullable Object>, Stored> stored = loadScope(table, scope, sql);
        Map<List<@Nullable Object>, Row> listed = byKey(completed(table, rows, sql));
        List<List<@Nullable Object>> gone = stored.entrySet().stream()
                .filter(entry -> entry.getValue().live() && !listed.containsKey(entry.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        // a row that moved here from another scope is known under its key, too
        List<Row> elsewhere = listed.values().stream()
                .filter(row -> !stored.containsKey(row.key()))
                .toList();
        stored.putAll(loadKeys(table, elsewhere, sql));
        ChangeCounts written = write(table, listed.values(), stored, stamp, sql);
        tombstone(table, gone, stamp, sql);
        return written.plus(new ChangeCounts(0, 0, 0, gone.size()));
    }

    /** Stores rows of a listing that may be incomplete: nothing is removed. */
    public ChangeCounts upsert(TableSpec table, List<Row> rows, Stamp stamp) {
        requireWithin(table, Scope.all(), rows);
        RowSql sql = new RowSql(table, dialect);
        Map<List<@Nullable Object>, Row> listed = byKey(completed(table, rows, sql));
        return write(table, listed.values(), loadKeys(table, listed.values(), sql), stamp, sql);
    }

    /**
     * The same for a listing that is too long to be held in memory.
     *
     * @param scope by columns of the key alone, so that a row cannot come into it from another scope
     */
    public StreamedReplacement replaceStreamed(TableSpec table, Scope scope, Stamp stamp) {
        for (String column : scope.values().keySet()) {
            if (table.indexOf(column) >= table.keys().size()) {
                throw new IllegalArgumentException(column + " is not in the key of " + table.table());
            }
        }
        return new StreamedReplacement(this, table, scope, stamp);
    }

    static void requireWithin(TableSpec table, Scope scope, List<Row> rows) {
        for (Row row : rows) {
            if (!row.table().equals(table)) {
                throw new IllegalArgumentException(row + " is not of " + table.table());
            }
            String column = scope.excluding(table, row);
            if (column != null) {
                throw new IllegalArgumentException(row + " is outside the listed scope: another " + column);
            }
        }
    }

    private static Map<List<@Nullable Object>, Row> byKey(List<Row> rows) {
        Map<List<@Nullable Object>, Row> byKey = new LinkedHashMap<>();
        rows.forEach(row -> byKey.put(row.key(), row));
        return byKey;
    }

    private List<Row> completed(TableSpec table, List<Row> rows, RowSql sql) {
        List<List<@Nullable Object>> keys =
                rows.stream().filter(Row::keepsColumns).map(Row::key).distinct().toList();
        if (keys.isEmpty()) {
            return rows;
        }
        Map<List<@Nullable Object>, List<@Nullable Object>> stored = new HashMap<>();
        queryByKeys(table, keys, sql.loadRows(), row -> {
            List<@Nullable Object> values = new ArrayList<>();
            for (Column column : table.columns()) {
                values.add(column.type().read(row, values.size() + 1));
            }
            stored.put(List.copyOf(values.subList(0, table.keys().size())), values);
        });
        return rows.stream()
                .map(row -> {
                    List<@Nullable Object> before = row.keepsColumns() ? stored.get(row.key()) : null;
                    return before == null ? row : row.filledFrom(before);
                })
                .toList();
    }

    private ChangeCounts write(
            TableSpec table,
            Collection<Row> listed,
            Map<List<@Nullable Object>, Stored> stored,
            Stamp stamp,
            RowSql sql) {
        List<Row> toWrite = new ArrayList<>();
        long inserted = 0;
        long updated = 0;
        for (Row row : listed) {
            Stored before = stored.get(row.key());
            if (before == null || !before.live()) {
                inserted++;
                toWrite.add(row);
            } else if (!row.hasHash(before.contentHash())) {
                updated++;
                toWrite.add(row);
            }
        }
        write(table, toWrite, stamp, sql);
        return new ChangeCounts(inserted, updated, listed.size() - inserted - updated, 0);
    }

    /** Rows that leave columns as they are stored, with what is stored there. */
    List<Row> completed(TableSpec table, List<Row> rows) {
        return completed(table, rows, new RowSql(table, dialect));
    }

    /** Writes rows that are known to differ, each key once. */
    void write(TableSpec table, List<Row> rows, Stamp stamp) {
        write(table, rows, stamp, new RowSql(table, dialect));
    }

    private void write(TableSpec table, List<Row> rows, Stamp stamp, RowSql sql) {
        inBatches(rows, batch -> jdbc.update(connection -> upsert(connection, table, batch, stamp, sql)));
    }

    void tombstone(TableSpec table, List<List<@Nullable Object>> keys, Stamp stamp) {
        tombstone(table, keys, stamp, new RowSql(table, dialect));
    }

    private void tombstone(TableSpec table, List<List<@Nullable Object>> keys, Stamp stamp, RowSql sql) {
        inBatches(keys, batch -> jdbc.update(connection -> tombstone(connection, table, batch, stamp, sql)));
    }

    private PreparedStatement upsert(Connection connection, TableSpec table, List<Row> rows, Stamp stamp, RowSql sql)
            throws SQLException {
        ArrayBinder binder = new ArrayBinder(connection.prepareStatement(sql.upsert()), dialect);
        // the parameters stand in the order of the text: the select list comes before its source
        OffsetDateTime at = Timestamps.of(stamp.at());
        binder.value(at).value(at).value(stamp.runId());
        List<Column> columns = table.columns();
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            binder.array(columns.get(i).type(), rows, row -> row.value(column));
        }
        binder.array(ColumnType.TEXT, rows, Row::extra);
        return binder.bytes(rows, Row::contentHash);
    }

    private PreparedStatement tombstone(
            Connection connection, TableSpec table, List<List<@Nullable Object>> keys, Stamp stamp, RowSql sql)
            throws SQLException {
        ArrayBinder binder = new ArrayBinder(connection.prepareStatement(sql.tombstone()), dialect);
        OffsetDateTime at = Timestamps.of(stamp.at());
        if (dialect == Dialect.H2) {
            return bindKeys(binder, table, keys)
                    .value(at)
                    .value(at)
                    .value(stamp.runId())
                    .statement();
        }
        return bindKeys(binder.value(at).value(at).value(stamp.runId()), table, keys)
                .statement();
    }

    private static ArrayBinder bindKeys(ArrayBinder binder, TableSpec table, List<List<@Nullable Object>> keys)
            throws SQLException {
        for (int i = 0; i < table.keys().size(); i++) {
            int column = i;
            binder.array(table.keys().get(i).type(), keys, key -> key.get(column));
        }
        return binder;
    }

    private Map<List<@Nullable Object>, Stored> loadScope(TableSpec table, Scope scope, RowSql sql) {
        Map<List<@Nullable Object>, Stored> stored = new HashMap<>();
        eachStored(table, scope, sql, stored::put);
        return stored;
    }

    void eachStored(TableSpec table, Scope scope, BiConsumer<List<@Nullable Object>, Stored> work) {
        eachStored(table, scope, new RowSql(table, dialect), work);
    }

    private void eachStored(TableSpec table, Scope scope, RowSql sql, BiConsumer<List<@Nullable Object>, Stored> work) {
        jdbc.query(
                sql.loadScope(scope),
                row -> {
                    work.accept(Stored.key(table, row), Stored.state(table, row));
                },
                scope.parameters());
    }

    private Map<List<@Nullable Object>, Stored> loadKeys(TableSpec table, Collection<Row> rows, RowSql sql) {
        Map<List<@Nullable Object>, Stored> stored = new HashMap<>();
        queryByKeys(
                table,
                rows.stream().map(Row::key).toList(),
                sql.loadKeys(),
                row -> stored.put(Stored.key(table, row), Stored.state(table, row)));
        return stored;
    }

    private void queryByKeys(
            TableSpec table, List<List<@Nullable Object>> keys, String query, RowCallbackHandler read) {
        inBatches(
                keys,
                batch -> jdbc.query(
                        connection -> bindKeys(
                                        new ArrayBinder(connection.prepareStatement(query), dialect), table, batch)
                                .statement(),
                        read));
    }

    private static <T> void inBatches(List<T> items, Consumer<List<T>> work) {
        for (int from = 0; from < items.size(); from += BATCH) {
            work.accept(items.subList(from, Math.min(from + BATCH, items.size())));
        }
    }
}
