package org.qfsync.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qfsync.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads from the books what became of one user. Thread-safe. */
public final class UserReports {
    private final JdbcClient jdbc;

    public UserReports(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Their latest results, the newest first. */
    public List<UserResult> latest(String sub, int limit) {
        return jdbc.sql("""
                        SELECT r.run_id, r.night, r.pass, u.state, u.error_class, u.http_status, u.dataset, u.ended_at,
                            u.requests, COALESCE(u.hint, '') AS hint
                        FROM ops.user_run u JOIN ops.run r ON r.run_id = u.run_id
                        WHERE u.sub = :sub ORDER BY r.run_id DESC LIMIT :limit
                        """)
                .param("sub", sub)
                .param("limit", limit)
                .query((row, n) -> result(row))
                .list();
    }

    private static UserResult result(ResultSet row) throws SQLException {
        @Nullable String error = row.getString("error_class");
        Optional<Integer> status = Optional.ofNullable(row.getObject("http_status", Integer.class));
        Optional<String> dataset = Optional.ofNullable(row.getString("dataset"));
        return new UserResult(
                row.getLong("run_id"),
                row.getObject("night", LocalDate.class),
                row.getInt("pass"),
                row.getString("state"),
                error == null ? "" : OpenUsers.cause(error, status, dataset),
                Timestamps.find(row, "ended_at"),
                row.getLong("requests"),
                row.getString("hint"));
    }

    /** How fresh each of their datasets is. */
    public List<UserDatasetState> datasets(String sub) {
        return jdbc.sql("""
                        SELECT dataset, outcome, verified_at, row_count, COALESCE(hint, '') AS hint
                        FROM ops.dataset_state WHERE sub = :sub ORDER BY dataset
                        """)
                .param("sub", sub)
                .query((row, n) -> new UserDatasetState(
                        row.getString("dataset"),
                        row.getString("outcome"),
                        Timestamps.find(row, "verified_at"),
                        Optional.ofNullable(row.getObject("row_count", Long.class)),
                        row.getString("hint")))
                .list();
    }
}
