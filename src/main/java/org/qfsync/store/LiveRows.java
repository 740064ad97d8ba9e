package org.qfsync.store;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads synced rows that have no tombstone. Takes a connection for a moment. Thread-safe. */
public final class LiveRows {
    private final JdbcTemplate jdbc;
    private final Dialect dialect;

    public LiveRows(Database database) {
        this.jdbc = new JdbcTemplate(database.dataSource());
        this.dialect = database.dialect();
    }

    /** What the rows of a scope are told apart by: the values of the last key column. */
    public Set<String> ids(TableSpec table, Scope scope) {
        String column = table.keys().get(table.keys().size() - 1).name();
        return read(table, scope, column).stream()
                .map(row -> String.valueOf(row.get(column)))
                .collect(Collectors.toSet());
    }

    /** These columns of the rows of a scope. */
    public List<Map<String, Object>> read(TableSpec table, Scope scope, String... columns) {
        return jdbc.queryForList(
                new RowSql(table, dialect)
                        .selectLive(List.of(columns), scope.values().keySet()),
                scope.values().values().toArray());
    }
}
