package org.qfsync.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@code ops.staged_loss}: live rows that the last complete listing lacked. Joins the caller's transaction. Thread-safe
 * for different users.
 */
final class LossStage {
    /** The {@code sub} of content. */
    static final String CONTENT = "";

    private final JdbcTemplate jdbc;
    private final Dialect dialect;

    LossStage(Database database) {
        this.jdbc = new JdbcTemplate(database.dataSource());
        this.dialect = database.dialect();
    }

    /** What is staged of a user, whatever was decided about it: names of rows by table. */
    Map<String, Set<String>> of(String sub) {
        Map<String, Set<String>> staged = new HashMap<>();
        jdbc.query(
                "SELECT table_name, row_key FROM ops.staged_loss WHERE sub = ?",
                row -> {
                    staged.computeIfAbsent(row.getString(1), table -> new HashSet<>())
                            .add(row.getString(2));
                },
                sub);
        return staged;
    }

    /** What is staged of one table of content. */
    Set<String> ofContent(String table) {
        return new HashSet<>(jdbc.queryForList(
                "SELECT row_key FROM ops.staged_loss WHERE sub = '' AND table_name = ?", String.class, table));
    }

    /** Rows that are listed again are no loss any more. */
    void leave(String sub, String table, Collection<String> keys) {
        List<Object[]> rows =
                keys.stream().map(key -> new Object[] {sub, table, key}).toList();
        if (!rows.isEmpty()) {
            jdbc.batchUpdate("DELETE FROM ops.staged_loss WHERE sub = ? AND table_name = ? AND row_key = ?", rows);
        }
    }

    /** Stages rows that were not staged yet. */
    void stage(String sub, String dataset, String table, List<Absent> rows, Stamp stamp) {
        Batches.each(
                rows,
                batch -> jdbc.update(connection -> {
                    ArrayBinder binder = new ArrayBinder(connection.prepareStatement(insert()), dialect)
                            .value(sub)
                            .value(table)
                            .value(dataset)
                            .value(stamp.runId())
                            .value(Timestamps.of(stamp.at()));
                    return binder.array(ColumnType.TEXT, batch, Absent::key)
                            .array(ColumnType.TEXT, batch, Absent::parent)
                            .statement();
                }));
    }

    private String insert() {
        String array = dialect == Dialect.H2 ? "CAST(? AS VARCHAR ARRAY)" : "CAST(? AS text[])";
        return "INSERT INTO ops.staged_loss (sub, table_name, dataset, run_id, staged_at, row_key, parent_key)"
                + " SELECT CAST(? AS VARCHAR), CAST(? AS VARCHAR), CAST(? AS VARCHAR), CAST(? AS BIGINT),"
                + " CAST(? AS TIMESTAMP WITH TIME ZONE), u.row_key, u.parent_key FROM UNNEST(" + array + ", " + array
                + ") AS u(row_key, parent_key)";
    }

    /** A live row that is not listed, and the row that it hangs on. */
    record Absent(String key, @Nullable String parent) {
        static Absent of(TableSpec table, List<@Nullable Object> key) {
            String parent = LossRules.parentOf(table.table())
                    .map(hangsOn -> RowKey.part(String.valueOf(key.get(table.indexOf(hangsOn.childColumn())))))
                    .orElse(null);
            return new Absent(RowKey.of(table, key), parent);
        }
    }
}
