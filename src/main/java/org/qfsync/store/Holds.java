package org.qfsync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qfsync.store.Hold.Decision;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code ops.hold}: which losses wait for an operator, and what operators decided. Joins the caller's transaction. */
public final class Holds {
    private static final String SELECT = """
            SELECT h.*, (SELECT COUNT(DISTINCT s.sub) FROM ops.staged_loss s
                    WHERE s.hold_id = h.hold_id AND s.table_name = h.table_name AND s.sub <> '') AS users
            FROM ops.hold h\s""";

    private final JdbcTemplate jdbc;

    public Holds(Database database) {
        this.jdbc = new JdbcTemplate(database.dataSource());
    }

    /** Those that wait for a decision, oldest first. */
    public List<Hold> open() {
        return jdbc.query(SELECT + "WHERE h.decision IS NULL ORDER BY h.hold_id", (row, n) -> hold(row));
    }

    /** All that there ever were, oldest first. */
    public List<Hold> all() {
        return jdbc.query(SELECT + "ORDER BY h.hold_id", (row, n) -> hold(row));
    }

    public Optional<Hold> find(long id) {
        return jdbc.query(SELECT + "WHERE h.hold_id = ?", (row, n) -> hold(row), id).stream()
                .findFirst();
    }

    /**
     * Notes what an operator decided, who may not have seen it for a while; what follows from it is {@link Losses}' work.
     *
     * @return false if it was settled meanwhile, or so already: nothing is noted then
     */
    public boolean decide(Hold seen, Decision decision, String operator, Instant at) {
        String before = seen.decision().map(Decision::name).orElse("");
        return jdbc.update(
                        "UPDATE ops.hold SET decision = ?, decided_at = ?, decided_by = ?"
                                + " WHERE hold_id = ? AND COALESCE(decision, '') = ? AND COALESCE(decision, '') <> ?",
                        decision.name(),
                        Timestamps.of(at),
                        operator,
                        seen.id(),
                        before,
                        decision.name())
                > 0;
    }

    private static Hold hold(ResultSet row) throws SQLException {
        return new Hold(
                row.getLong("hold_id"),
                Optional.ofNullable(row.getString("sub")),
                row.getString("dataset"),
                row.getLong("run_id"),
                Timestamps.at(row, "opened_at"),
                row.getLong("rows_held"),
                row.getLong("rows_before"),
                row.getLong("users"),
                Optional.ofNullable(row.getString("decision")).map(Decision::valueOf));
    }
}
