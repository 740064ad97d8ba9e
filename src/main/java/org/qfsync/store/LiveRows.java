package org.qfsync.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.qfsync.domain.Dataset;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads synced rows that have no tombstone. Takes a connection for a moment. Thread-safe. */
public final class LiveRows {
    private final JdbcTemplate jdbc;
    private final Dialect dialect;
    private final DatasetStates states;

    public LiveRows(Database database) {
        this.jdbc = new JdbcTemplate(database.dataSource());
        this.dialect = database.dialect();
        this.states = new DatasetStates(database);
    }

    /** What the rows of a scope are told apart by: the values of the last key column. */
    public Set<String> ids(TableSpec table, Scope scope) {
        String column = table.keys().get(table.keys().size() - 1).name();
        return read(table, scope, column).stream()
                .map(row -> String.valueOf(row.get(column)))
                .collect(Collectors.toSet());
    }

    /** When a dataset of a user was last found to be as the rows are; empty if never. */
    public Optional<Instant> verifiedAt(Dataset dataset, String sub) {
        return states.find(dataset, sub).flatMap(DatasetState::verifiedAt);
    }

    /** How many there are in a scope. */
    public long count(TableSpec table, Scope scope) {
        Long rows = jdbc.queryForObject(
                new RowSql(table, dialect).selectLive(List.of("COUNT(*)"), scope), Long.class, scope.parameters());
        return rows == null ? 0 : rows;
    }

    /** These columns of the rows of a scope. */
    public List<Map<String, Object>> read(TableSpec table, Scope scope, String... columns) {
        return jdbc.queryForList(new RowSql(table, dialect).selectLive(List.of(columns), scope), scope.parameters());
    }
}
