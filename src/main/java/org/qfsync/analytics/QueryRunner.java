package org.qfsync.analytics;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.qfsync.analytics.QueryException.Reason;
import org.qfsync.store.ReaderAccount;

/**
 * Runs queries as the account that may only read, within a limit of time and of rows. Thread-safe; each query has a
 * connection of its own.
 */
public final class QueryRunner {
    private static final int FETCH = 500;

    private final Supplier<ReaderAccount> account;
    private final Duration timeout;
    private final int maxRows;

    /**
     * Opens nothing yet.
     *
     * @param account asked for each query, so that an account which could not be made yet does no lasting harm
     * @param timeout of a statement
     */
    public QueryRunner(Supplier<ReaderAccount> account, Duration timeout, QueryProperties properties) {
        this.account = account;
        this.timeout = timeout;
        this.maxRows = properties.maxRows();
    }

    /** No more rows than these come from one query. */
    public int maxRows() {
        return maxRows;
    }

    /**
     * Runs a named query and keeps what it finds.
     *
     * @param parameters texts by name
     * @throws QueryException if a parameter is wrong, the database refuses, or the time is up
     */
    public QueryResult run(NamedQuery query, Map<String, String> parameters) {
        return run(query, parameters, maxRows);
    }

    /** The same with fewer rows at most. */
    public QueryResult run(NamedQuery query, Map<String, String> parameters, int limit) {
        Kept kept = new Kept();
        Answer answer = stream(query, parameters, limit, kept::open);
        return kept.result(answer);
    }

    /**
     * Runs a statement and keeps what it finds.
     *
     * @throws QueryException if the database refuses, the time is up, or it returns no rows
     */
    public QueryResult run(String sql) {
        Kept kept = new Kept();
        return kept.result(stream(sql, kept::open));
    }

    /** Runs a named query and hands on its rows one by one. */
    public Answer stream(NamedQuery query, Map<String, String> parameters, Rows.Opening rows) {
        return stream(query, parameters, maxRows, rows);
    }

    /** The same with fewer rows at most. */
    public Answer stream(NamedQuery query, Map<String, String> parameters, int limit, Rows.Opening rows) {
        List<@Nullable Object> values = query.bind(parameters);
        return stream(
                query.statement(),
                statement -> {
                    for (int i = 0; i < values.size(); i++) {
                        int type = query.places().get(i).type().jdbcType();
                        if (values.get(i) == null) {
                            statement.setNull(i + 1, type);
                        } else {
                            statement.setObject(i + 1, values.get(i), type);
                        }
                    }
                },
                Math.min(limit, maxRows),
                rows);
    }

    /** Runs a statement and hands on its rows one by one. */
    public Answer stream(String sql, Rows.Opening rows) {
        return stream(sql, statement -> {}, maxRows, rows);
    }

    private Answer stream(String sql, Binding binding, int limit, Rows.Opening rows) {
        long began = System.nanoTime();
        try (Connection connection = account.get().connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH);
            // One more tells that there is more.
            statement.setMaxRows(limit + 1);
            // The session has a limit of its own, which a statement before this one in the same text could lift.
            statement.setQueryTimeout((int) Math.min(timeout.plusMillis(999).toSeconds(), Integer.MAX_VALUE));
            binding.bind(statement);
            if (!statement.execute()) {
                throw new QueryException(Reason.NO_ROWS, "That statement returns no rows; qfsync query only reads");
            }
            try (ResultSet result = statement.getResultSet()) {
                return answer(result, limit, rows, began);
            }
        } catch (SQLException e) {
            throw QueryFailures.of(e, timeout);
        }
    }

    private static Answer answer(ResultSet result, int limit, Rows.Opening rows, long began) throws SQLException {
        ResultReader reader = new ResultReader(result);
        Rows taker = rows.open(reader.columns());
        long count = 0;
        boolean more = result.next();
        while (more && count < limit) {
            taker.row(reader.row());
            count++;
            more = result.next();
        }
        return new Answer(count, more, Duration.ofNanos(System.nanoTime() - began));
    }

    /**
     * How a query went.
     *
     * @param truncated true if there was more than the limit
     */
    public record Answer(long rows, boolean truncated, Duration duration) {}

    /** Gives a statement its values. */
    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    /** Keeps a result. */
    private static final class Kept {
        private final List<ResultColumn> columns = new ArrayList<>();
        private final List<List<@Nullable Object>> rows = new ArrayList<>();

        Rows open(List<ResultColumn> found) {
            columns.addAll(found);
            return rows::add;
        }

        QueryResult result(Answer answer) {
            return new QueryResult(columns, rows, answer.truncated(), answer.duration());
        }
    }
}
