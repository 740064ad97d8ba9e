package org.qfsync.store;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What becomes of rows that complete listings no longer hold. Listings only stage them; here they are judged, and those
 * that may go get their tombstone and their event, in short transactions. All of it may be repeated: what was done is
 * not done again. Thread-safe; the run lease keeps two processes apart.
 */
public final class Losses {
    private final JdbcTemplate jdbc;
    private final LossJudge judge;
    private final LossStage stage;
    private final SyncedTables tables;
    private final RowWriter rows;
    private final ChangeEvents events;

    public Losses(Database database) {
        this.jdbc = new JdbcTemplate(database.dataSource());
        this.tables = new SyncedTables(database);
        this.judge = new LossJudge(database, tables);
        this.stage = new LossStage(database);
        this.rows = new RowWriter(database);
        this.events = new ChangeEvents(database);
    }

    /** Judges what is staged: too many at once are held, all else is removed. */
    public void settle(Stamp stamp, Fence fence) {
        judge.judge(stamp, fence);
        remove(
                "(s.hold_id IS NULL OR s.hold_id IN (SELECT h.hold_id FROM ops.hold h WHERE h.decision = 'ACCEPTED'))",
                true,
                stamp,
                fence);
    }

    /**
     * Removes what an accepted hold held back.
     *
     * @param now when
     */
    public void remove(Hold hold, Instant now, Fence fence) {
        remove("s.hold_id = " + hold.id(), false, new Stamp(hold.runId(), now), fence);
        fence.within(LossStage.CONTENT, this::countHeld);
    }

    /** Notes in the dataset states how many rows are held; to be called before they are summed up. */
    public void countHeld() {
        jdbc.update("""
                UPDATE ops.dataset_state SET held = (
                    SELECT COUNT(*) FROM ops.staged_loss s WHERE s.sub = ops.dataset_state.sub
                        AND s.dataset = ops.dataset_state.dataset AND s.hold_id IS NOT NULL)
                WHERE held > 0 OR sub IN (SELECT s.sub FROM ops.staged_loss s WHERE s.hold_id IS NOT NULL)
                """);
    }

    /** Forgets what rows held that were deleted before that time; their history keeps no more than that they were. */
    public void forgetDeletedBefore(Instant time, Fence fence) {
        AtomicBoolean more = new AtomicBoolean(true);
        while (more.get()) {
            fence.within(LossStage.CONTENT, () -> more.set(events.forgetDeletedBefore(time) > 0));
        }
    }

    private void remove(String due, boolean counted, Stamp stamp, Fence fence) {
        List<Place> places = jdbc.query(
                "SELECT DISTINCT s.sub, s.table_name, s.dataset FROM ops.staged_loss s WHERE " + due,
                (row, n) -> new Place(row.getString(1), row.getString(2), row.getString(3)));
        for (Place place : places) {
            AtomicBoolean more = new AtomicBoolean(true);
            boolean standing = true;
            while (standing && more.get()) {
                standing = fence.within(place.sub(), () -> more.set(removeSome(place, due, counted, stamp)));
            }
        }
    }

    /** @return false if there were none left */
    private boolean removeSome(Place place, String due, boolean counted, Stamp stamp) {
        List<String> names = jdbc.queryForList(
                "SELECT s.row_key FROM ops.staged_loss s WHERE s.sub = ? AND s.table_name = ? AND s.dataset = ? AND "
                        + due + " LIMIT " + Batches.ROWS,
                String.class,
                place.sub(),
                place.table(),
                place.dataset());
        if (names.isEmpty()) {
            return false;
        }
        TableSpec table = tables.get(place.table());
        List<List<@Nullable Object>> keys = names.stream()
                .map(name -> RowKey.values(table, place.sub(), name))
                .toList();
        if (table.hasUsers()) {
            events.add(place.sub(), rows.deletions(table, keys), stamp);
        }
        int removed = rows.tombstone(table, keys, stamp);
        stage.leave(place.sub(), place.table(), names);
        if (counted) {
            jdbc.update(
                    "UPDATE ops.dataset_state SET removed = removed + ? WHERE dataset = ? AND sub = ?",
                    removed,
                    place.dataset(),
                    place.sub());
        }
        return true;
    }

    /** Rows of one dataset of one user, or of content. */
    private record Place(String sub, String table, String dataset) {}
}
