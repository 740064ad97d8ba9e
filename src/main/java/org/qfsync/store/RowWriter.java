package org.qfsync.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.qfsync.store.ChangeEvents.Event;
import org.qfsync.store.LossStage.Absent;
import org.qfsync.store.TableSpec.Column;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Writes listings of synced rows: what is new or changed is stored, what is unchanged is not touched, what a complete
 * listing no longer holds gets a tombstone. Writing the same listing twice changes nothing the second time. Users' rows
 * go through {@link UserRowWriter}.
 *
 * <p>Joins the caller's transaction; without one each statement commits by itself. Thread-safe; two writers of the
 * same scope at the same time are kept apart by the run lease, not here.
 */
public final class RowWriter {
    private final JdbcTemplate jdbc;
    private final Dialect dialect;
    private final LossStage stage;

    public RowWriter(Database database) {
        this.jdbc = new JdbcTemplate(database.dataSource());
        // or else PostgreSQL's driver holds a whole scope in memory, in its own form
        this.jdbc.setFetchSize(Batches.ROWS);
        this.dialect = database.dialect();
        this.stage = new LossStage(database);
    }

    /**
     * Stores the <em>complete</em> listing of a scope: rows of the scope that are not in it get a tombstone. Where that
     * would be too much of the table at once, the rows stay live and are staged instead: the seal then holds them until
     * an operator decides.
     *
     * @param rows in any order; of rows with the same key the last one counts
     * @throws IllegalArgumentException if a row is of another table or outside the scope
     */
    public ChangeCounts replace(TableSpec table, Scope scope, List<Row> rows, Stamp stamp) {
        Difference difference = compare(table, scope, rows);
        write(difference, stamp);
        return difference.counts().plus(new ChangeCounts(0, 0, 0, remove(difference, rows, stamp)));
    }

    /** Stores rows of a listing that may be incomplete: nothing is removed. */
    public ChangeCounts upsert(TableSpec table, List<Row> rows, Stamp stamp) {
        Difference difference = compare(table, rows);
        write(difference, stamp);
        return difference.counts();
    }

    /**
     * The same as {@link #replace}, but without its guard, for a listing that is too long to be held in memory.
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

    private int remove(Difference difference, List<Row> listed, Stamp stamp) {
        TableSpec table = difference.table();
        Set<String> staged = stage.ofContent(table.table());
        if (!staged.isEmpty()) {
            Set<String> back = new HashSet<>(
                    listed.stream().map(row -> RowKey.of(table, row.key())).toList());
            back.retainAll(staged);
            stage.leave(LossStage.CONTENT, table.table(), back);
        }
        List<List<@Nullable Object>> gone = difference.gone().stream()
                .filter(key -> !staged.contains(RowKey.of(table, key)))
                .toList();
        if (LossRules.mayBeTooManyOfATable(gone.size()) && LossRules.tooManyOfATable(gone.size(), live(table))) {
            String dataset = table.table().substring(table.table().indexOf('.') + 1);
            List<Absent> absent =
                    gone.stream().map(key -> Absent.of(table, key)).toList();
            stage.stage(LossStage.CONTENT, dataset, table.table(), absent, stamp);
            return 0;
        }
        return tombstone(table, gone, stamp);
    }

    private long live(TableSpec table) {
        Long live =
                jdbc.queryForObject("SELECT COUNT(*) FROM " + table.table() + " WHERE deleted_at IS NULL", Long.class);
        return live == null ? 0 : live;
    }

    /** What the complete listing of a scope means for what is stored. */
    Difference compare(TableSpec table, Scope scope, List<Row> rows) {
        requireWithin(table, scope, rows);
        StoredRows reader = new StoredRows(jdbc, dialect, table);
        Map<List<@Nullable Object>, Stored> stored = reader.ofScope(scope);
        Map<List<@Nullable Object>, Row> listed = byKey(completed(rows, reader));
        List<List<@Nullable Object>> gone = stored.entrySet().stream()
                .filter(entry -> entry.getValue().live() && !listed.containsKey(entry.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        // a row that moved here from another scope is known under its key, too
        stored.putAll(reader.ofKeys(listed.values().stream()
                .filter(row -> !stored.containsKey(row.key()))
                .toList()));
        return difference(table, listed.values(), stored, gone);
    }

    /** The same of a listing that may be incomplete. */
    Difference compare(TableSpec table, List<Row> rows) {
        requireWithin(table, Scope.all(), rows);
        StoredRows reader = new StoredRows(jdbc, dialect, table);
        Map<List<@Nullable Object>, Row> listed = byKey(completed(rows, reader));
        return difference(table, listed.values(), reader.ofKeys(listed.values()), List.of());
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

    /** Rows that leave columns as they are stored, with what is stored there. */
    List<Row> completed(TableSpec table, List<Row> rows) {
        return completed(rows, new StoredRows(jdbc, dialect, table));
    }

    private static List<Row> completed(List<Row> rows, StoredRows reader) {
        List<List<@Nullable Object>> keys =
                rows.stream().filter(Row::keepsColumns).map(Row::key).distinct().toList();
        if (keys.isEmpty()) {
            return rows;
        }
        Map<List<@Nullable Object>, List<@Nullable Object>> stored = reader.values(keys);
        return rows.stream()
                .map(row -> {
                    List<@Nullable Object> before = row.keepsColumns() ? stored.get(row.key()) : null;
                    return before == null ? row : row.filledFrom(before);
                })
                .toList();
    }

    private static Difference difference(
            TableSpec table,
            Collection<Row> listed,
            Map<List<@Nullable Object>, Stored> stored,
            List<List<@Nullable Object>> gone) {
        Difference difference = new Difference(table, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), gone);
        for (Row row : listed) {
            Stored before = stored.get(row.key());
            if (before == null || !before.live()) {
                difference.inserted().add(row);
            } else if (row.hasHash(before.contentHash())) {
                difference.unchanged().add(row);
            } else {
                difference.updated().add(row);
            }
        }
        return difference;
    }

    void eachStored(TableSpec table, Scope scope, BiConsumer<List<@Nullable Object>, Stored> work) {
        new StoredRows(jdbc, dialect, table).each(scope, work);
    }

    void write(Difference difference, Stamp stamp) {
        write(difference.table(), difference.toWrite(), stamp);
    }

    /** Writes rows that are known to differ, each key once. */
    void write(TableSpec table, List<Row> rows, Stamp stamp) {
        RowSql sql = new RowSql(table, dialect);
        Batches.each(rows, batch -> jdbc.update(connection -> upsert(connection, table, batch, stamp, sql)));
    }

    /** Removes rows; returns how many were live until then. */
    int tombstone(TableSpec table, List<List<@Nullable Object>> keys, Stamp stamp) {
        RowSql sql = new RowSql(table, dialect);
        AtomicInteger removed = new AtomicInteger();
        Batches.each(
                keys,
                batch -> removed.addAndGet(jdbc.update(connection -> tombstone(connection, table, batch, stamp, sql))));
        return removed.get();
    }

    /** What the history says of these changes; to be asked for before they are written. */
    Stream<Event> changes(Difference difference) {
        TableSpec table = difference.table();
        Map<List<@Nullable Object>, String> before = new StoredRows(jdbc, dialect, table)
                .documents(difference.updated().stream().map(Row::key).toList());
        return Stream.concat(
                difference.inserted().stream()
                        .map(row -> new Event(
                                table.table(),
                                RowKey.of(table, row.key()),
                                ChangeEvents.Kind.INSERT,
                                null,
                                row.document())),
                difference.updated().stream()
                        .map(row -> new Event(
                                table.table(),
                                RowKey.of(table, row.key()),
                                ChangeEvents.Kind.UPDATE,
                                before.get(row.key()),
                                row.document())));
    }

    /** What the history says when these rows are removed; to be asked for before. */
    List<Event> deletions(TableSpec table, List<List<@Nullable Object>> keys) {
        return new StoredRows(jdbc, dialect, table)
                .documents(keys).entrySet().stream()
                        .map(row -> new Event(
                                table.table(),
                                RowKey.of(table, row.getKey()),
                                ChangeEvents.Kind.DELETE,
                                row.getValue(),
                                null))
                        .toList();
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
            return binder.keys(table, keys)
                    .value(at)
                    .value(at)
                    .value(stamp.runId())
                    .statement();
        }
        return binder.value(at).value(at).value(stamp.runId()).keys(table, keys).statement();
    }
}
