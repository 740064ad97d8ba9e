package org.qfsync.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code ops.change_event}: the history of users' rows. Joins the caller's transaction. Thread-safe. */
final class ChangeEvents {
    private final JdbcTemplate jdbc;
    private final Dialect dialect;

    ChangeEvents(Database database) {
        this.jdbc = new JdbcTemplate(database.dataSource());
        this.dialect = database.dialect();
    }

    /** Adds events of one user, in that order. */
    void add(String sub, List<Event> events, Stamp stamp) {
        Batches.each(
                events,
                batch -> jdbc.update(connection -> new ArrayBinder(connection.prepareStatement(insert()), dialect)
                        .value(sub)
                        .value(stamp.runId())
                        .value(Timestamps.of(stamp.at()))
                        .array(ColumnType.TEXT, batch, Event::entity)
                        .array(ColumnType.TEXT, batch, Event::key)
                        .array(ColumnType.TEXT, batch, event -> event.kind().name())
                        .array(ColumnType.TEXT, batch, Event::before)
                        .array(ColumnType.TEXT, batch, Event::after)
                        .statement()));
    }

    private String insert() {
        String array = dialect == Dialect.H2 ? "CAST(? AS VARCHAR ARRAY)" : "CAST(? AS text[])";
        String document = dialect == Dialect.H2 ? "u.%s" : "CAST(u.%s AS jsonb)";
        return "INSERT INTO ops.change_event (sub, run_id, happened_at, entity, row_key, kind, before, after)"
                + " SELECT CAST(? AS VARCHAR), CAST(? AS BIGINT), CAST(? AS TIMESTAMP WITH TIME ZONE), u.entity,"
                + " u.row_key, u.kind, " + document.formatted("before_row") + ", " + document.formatted("after_row")
                + " FROM UNNEST(" + String.join(", ", array, array, array, array, array)
                + ") AS u(entity, row_key, kind, before_row, after_row)";
    }

    /**
     * Forgets what rows held that were deleted before that time, in whichever event of them it stands: some of them, in
     * one go. That there was such a row, and when, remains.
     *
     * @return how many deletions it came to; zero when there are none left
     */
    int forgetDeletedBefore(Instant time) {
        List<Object[]> due = jdbc.query(
                "SELECT sub, entity, row_key, event_id FROM ops.change_event"
                        + " WHERE kind = 'DELETE' AND happened_at < ? AND before IS NOT NULL LIMIT " + Batches.ROWS,
                (row, n) -> new Object[] {row.getString(1), row.getString(2), row.getString(3), row.getLong(4)},
                Timestamps.of(time));
        if (!due.isEmpty()) {
            jdbc.batchUpdate(
                    "UPDATE ops.change_event SET before = NULL, after = NULL"
                            + " WHERE sub = ? AND entity = ? AND row_key = ? AND event_id <= ?",
                    due);
        }
        return due.size();
    }

    /** What happened to a row. */
    enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }

    /**
     * One of them.
     *
     * @param entity table of the row
     * @param key see {@link RowKey}
     * @param before the row as JSON, null if it was not there
     * @param after the same
     */
    record Event(
            String entity,
            String key,
            Kind kind,
            @Nullable String before,
            @Nullable String after) {}
}
