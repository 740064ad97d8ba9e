package org.qfsync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * All that is stored of one user, whichever table it is in: each table of {@code qf}, {@code ops} and {@code mart} that has a
 * column {@code sub} is found in the database's own catalogue, so that a table which is added later cannot be forgotten. Grants
 * are apart: their tokens are nobody's business here. Thread-safe.
 */
public final class UserRows {
    private static final String GRANTS = "ops.user_grant";
    private static final int ROWS_AT_ONCE = 500;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate reading;
    private final Dialect dialect;

    public UserRows(Database database) {
        this.jdbc = new JdbcTemplate(database.dataSource());
        this.jdbc.setFetchSize(ROWS_AT_ONCE);
        this.reading = new TransactionTemplate(new DataSourceTransactionManager(database.dataSource()));
        this.dialect = database.dialect();
    }

    /** The tables that hold users' rows, by name, as they are now: an erasure leaves out none that has come since. */
    public List<UserTable> tables() {
        // In two questions: H2 makes its catalogue up anew for each row that another one is joined to.
        Set<String> base = new HashSet<>(jdbc.queryForList("""
                SELECT LOWER(table_schema) || '.' || LOWER(table_name) FROM information_schema.tables
                WHERE LOWER(table_schema) IN ('qf', 'ops', 'mart') AND table_type = 'BASE TABLE'
                """, String.class));
        Map<String, List<String>> columns = new LinkedHashMap<>();
        jdbc.query("""
                SELECT LOWER(table_schema) || '.' || LOWER(table_name), LOWER(column_name)
                FROM information_schema.columns
                WHERE LOWER(table_schema) IN ('qf', 'ops', 'mart')
                ORDER BY 1, ordinal_position
                """, row -> {
            columns.computeIfAbsent(row.getString(1), name -> new ArrayList<>()).add(row.getString(2));
        });
        return columns.entrySet().stream()
                .filter(table -> base.contains(table.getKey())
                        && table.getValue().contains("sub")
                        && !table.getKey().equals(GRANTS))
                .map(table -> new UserTable(table.getKey(), table.getValue()))
                .toList();
    }

    /** How many rows each table has of the user. */
    public Map<String, Long> count(String sub) {
        requireUser(sub);
        Map<String, Long> counts = new LinkedHashMap<>();
        for (UserTable table : tables()) {
            Long rows = jdbc.queryForObject("SELECT COUNT(*) FROM " + table.name() + " WHERE sub = ?", Long.class, sub);
            counts.put(table.name(), rows == null ? 0 : rows);
        }
        return counts;
    }

    /**
     * Reads the user's rows of a table one by one, however many there are.
     *
     * @param rows takes each as values by column: texts, numbers, booleans, moments as ISO 8601 in UTC, bytes as hex
     */
    public void read(UserTable table, String sub, Consumer<Map<String, @Nullable Object>> rows) {
        requireUser(sub);
        // In a transaction, because PostgreSQL's driver reads in portions in none other.
        reading.executeWithoutResult(status -> jdbc.query(
                "SELECT " + String.join(", ", selected(table)) + " FROM " + table.name() + " WHERE sub = ?",
                row -> {
                    rows.accept(values(table, row));
                },
                sub));
    }

    /** A name of a column may be a word of SQL, too. */
    private List<String> selected(UserTable table) {
        return table.columns().stream()
                .map(column -> '"' + dialect.stored(column) + '"')
                .toList();
    }

    private static Map<String, @Nullable Object> values(UserTable table, ResultSet row) throws SQLException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < table.columns().size(); i++) {
            values.put(table.columns().get(i), value(row.getObject(i + 1)));
        }
        return values;
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof OffsetDateTime moment) {
            return moment.toInstant().toString();
        }
        if (value instanceof Timestamp moment) {
            return moment.toInstant().toString();
        }
        return value.toString();
    }

    /**
     * Deletes all of the user's rows for good, tombstones and results included; in the caller's transaction.
     *
     * @return how many there were in each table
     */
    public Map<String, Long> delete(String sub) {
        requireUser(sub);
        Map<String, Long> deleted = new LinkedHashMap<>();
        for (UserTable table : tables()) {
            deleted.put(table.name(), (long) jdbc.update("DELETE FROM " + table.name() + " WHERE sub = ?", sub));
        }
        return deleted;
    }

    /** The freshness of content is kept under no user: an empty {@code sub} would mean that. */
    private static void requireUser(String sub) {
        if (sub.isBlank()) {
            throw new IllegalArgumentException("a user's sub is never blank");
        }
    }
}
