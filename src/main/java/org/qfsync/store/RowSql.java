package org.qfsync.store;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.qfsync.store.TableSpec.Column;

/**
 * The SQL for a synced table. A batch of rows is one statement whose parameters are arrays, one per column:
 * {@code UNNEST} makes them rows again.
 */
final class RowSql {
    private final TableSpec table;
    private final Dialect dialect;

    RowSql(TableSpec table, Dialect dialect) {
        this.table = table;
        this.dialect = dialect;
    }

    /** Keys, hash and tombstone of a scope. Parameters: the scope's values. */
    String loadScope(Scope scope) {
        List<String> conditions = scope.conditions();
        return selectState() + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions));
    }

    /** Columns of the live rows of a scope. Parameters: the scope's values. */
    String selectLive(List<String> columns, Scope scope) {
        List<String> conditions = scope.conditions();
        conditions.add("t.deleted_at IS NULL");
        return "SELECT " + String.join(", ", columns) + " FROM " + table.table() + " t WHERE "
                + String.join(" AND ", conditions);
    }

    /** The same of given keys. Parameters: an array per key column. */
    String loadKeys() {
        return selectState() + " JOIN " + unnest(table.keys(), "") + " ON " + keysMatch("u");
    }

    /** Key and data columns, extra and deleted_at of the rows with these keys. */
    String loadRows() {
        return "SELECT " + names(table.columns(), "t.") + ", t.extra, t.deleted_at FROM " + table.table() + " t JOIN "
                + unnest(table.keys(), "") + " ON " + keysMatch("u");
    }

    private String selectState() {
        return "SELECT " + names(table.keys(), "t.") + ", t.content_hash, t.deleted_at FROM " + table.table() + " t";
    }

    /**
     * Inserts new rows, rewrites rows that differ or were removed. Parameters: first_seen_at, changed_at, run_id, then
     * an array per column, then the arrays of extra and of content_hash.
     */
    String upsert() {
        return dialect == Dialect.H2 ? upsertOnH2() : upsertOnPostgres();
    }

    private String upsertOnPostgres() {
        String assignments = table.data().stream()
                .map(column -> column.name() + " = EXCLUDED." + column.name())
                .collect(Collectors.joining(", ", "", table.data().isEmpty() ? "" : ", "));
        return "INSERT INTO " + table.table() + " AS t (" + insertColumns() + ") SELECT " + source() + " FROM "
                + unnest(table.columns(), extraArrays())
                + " ON CONFLICT (" + names(table.keys(), "") + ") DO UPDATE SET " + assignments
                + "extra = EXCLUDED.extra, content_hash = EXCLUDED.content_hash, changed_at = EXCLUDED.changed_at,"
                + " run_id = EXCLUDED.run_id, deleted_at = NULL"
                + " WHERE t.content_hash IS DISTINCT FROM EXCLUDED.content_hash OR t.deleted_at IS NOT NULL";
    }

    private String upsertOnH2() {
        String assignments = table.data().stream()
                .map(column -> column.name() + " = s." + column.name())
                .collect(Collectors.joining(", ", "", table.data().isEmpty() ? "" : ", "));
        List<String> all = List.of(insertColumns().split(", "));
        return "MERGE INTO " + table.table() + " t USING (SELECT " + source() + " FROM "
                + unnest(table.columns(), extraArrays()) + ") s ON " + keysMatch("s")
                + " WHEN MATCHED AND (t.content_hash IS DISTINCT FROM s.content_hash OR t.deleted_at IS NOT NULL)"
                + " THEN UPDATE SET " + assignments + "extra = s.extra, content_hash = s.content_hash,"
                + " changed_at = s.changed_at, run_id = s.run_id, deleted_at = NULL"
                + " WHEN NOT MATCHED THEN INSERT (" + insertColumns() + ") VALUES ("
                + all.stream().map(column -> "s." + column).collect(Collectors.joining(", ")) + ")";
    }

    private String insertColumns() {
        return names(table.columns(), "") + ", extra, content_hash, first_seen_at, changed_at, run_id";
    }

    private String source() {
        String time = dialect == Dialect.H2 ? "TIMESTAMP(6) WITH TIME ZONE" : "timestamptz";
        String extra = dialect == Dialect.H2 ? "u.extra" : "CAST(u.extra AS jsonb)";
        String columns = table.columns().stream()
                .map(column -> column.type().asColumn("u." + column.name(), dialect) + " AS " + column.name())
                .collect(Collectors.joining(", "));
        return columns + ", " + extra + " AS extra, u.content_hash, CAST(? AS " + time
                + ") AS first_seen_at, CAST(? AS " + time + ") AS changed_at, CAST(? AS BIGINT) AS run_id";
    }

    /**
     * Gives rows a tombstone. Parameters: an array per key column and the stamps deleted_at, changed_at, run_id; on
     * H2 the arrays stand first, on PostgreSQL last.
     */
    String tombstone() {
        String assignments = "deleted_at = ?, changed_at = ?, run_id = ?";
        if (dialect == Dialect.H2) {
            return "MERGE INTO " + table.table() + " t USING (SELECT * FROM " + unnest(table.keys(), "") + ") s ON "
                    + keysMatch("s") + " WHEN MATCHED AND t.deleted_at IS NULL THEN UPDATE SET " + assignments;
        }
        return "UPDATE " + table.table() + " t SET " + assignments + " FROM " + unnest(table.keys(), "") + " WHERE "
                + keysMatch("u") + " AND t.deleted_at IS NULL";
    }

    private String extraArrays() {
        return dialect == Dialect.H2
                ? ", CAST(? AS VARCHAR ARRAY), CAST(? AS VARBINARY ARRAY)"
                : ", CAST(? AS text[]), CAST(? AS bytea[])";
    }

    private String unnest(Collection<Column> columns, String furtherArrays) {
        String arrays = columns.stream()
                .map(column -> column.type().elementType(dialect))
                .map(type -> "CAST(? AS " + type + (dialect == Dialect.H2 ? " ARRAY)" : "[])"))
                .collect(Collectors.joining(", "));
        return "UNNEST(" + arrays + furtherArrays + ") AS u(" + names(columns, "")
                + (furtherArrays.isEmpty() ? "" : ", extra, content_hash") + ")";
    }

    private String keysMatch(String other) {
        return table.keys().stream()
                .map(key -> "t." + key.name() + " = " + other + "." + key.name())
                .collect(Collectors.joining(" AND "));
    }

    private static String names(Collection<Column> columns, String prefix) {
        return columns.stream().map(column -> prefix + column.name()).collect(Collectors.joining(", "));
    }
}
