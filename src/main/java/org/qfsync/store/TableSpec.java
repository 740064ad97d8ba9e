package org.qfsync.store;

import java.util.ArrayList;
import java.util.List;

/**
 * A synced table: its key and data columns. The columns that every synced table has besides ({@code first_seen_at},
 * {@code changed_at}, {@code run_id}, {@code content_hash}, {@code deleted_at}, {@code extra}) are not listed.
 *
 * @param table with its schema, {@code qf.bookmark}
 * @param keys columns of the primary key
 * @param data the other columns
 */
public record TableSpec(String table, List<Column> keys, List<Column> data) {
    /** A column; names go into SQL as they are and must never come from outside. */
    public record Column(String name, ColumnType type) {}

    public TableSpec {
        keys = List.copyOf(keys);
        data = List.copyOf(data);
    }

    /** A table without columns yet; add them by {@link #key} and {@link #data}. */
    public static TableSpec of(String table) {
        return new TableSpec(table, List.of(), List.of());
    }

    /** This and a further column of the primary key. */
    public TableSpec key(String name, ColumnType type) {
        return new TableSpec(table, with(keys, new Column(name, type)), data);
    }

    /** This and a further data column. */
    public TableSpec data(String name, ColumnType type) {
        return new TableSpec(table, keys, with(data, new Column(name, type)));
    }

    private static List<Column> with(List<Column> columns, Column column) {
        List<Column> all = new ArrayList<>(columns);
        all.add(column);
        return all;
    }

    /** Key columns, then data columns. */
    public List<Column> columns() {
        List<Column> all = new ArrayList<>(keys);
        all.addAll(data);
        return all;
    }

    /** True if its rows are users' rows. */
    boolean hasUsers() {
        return keys.stream().anyMatch(key -> key.name().equals("sub"));
    }

    int indexOf(String column) {
        List<Column> columns = columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("table " + table + " has no column " + column);
    }

    /** A new row of this table, all values null. */
    public Row.Builder row() {
        return new Row.Builder(this);
    }
}
