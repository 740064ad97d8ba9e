package org.qfsync.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qfsync.store.LossRules.Parent;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Decides which staged losses are too many at once, and opens holds for them. What it leaves without a hold may be
 * removed. Judging again what was judged, removed in part or not, comes to the same end.
 */
final class LossJudge {
    /** More users than that are not looked at one by one: one hold for the table says more. */
    private static final int MOST_HOLDS_OF_USERS = 10;

    private final JdbcTemplate jdbc;
    private final SyncedTables tables;

    LossJudge(Database database, SyncedTables tables) {
        this.jdbc = new JdbcTemplate(database.dataSource());
        this.tables = tables;
    }

    /** Judges whatever is not judged yet. */
    void judge(Stamp stamp, Fence fence) {
        fence.within(LossStage.CONTENT, () -> closeWhatCameBack(stamp));
        // A table comes after the one that its rows hang on.
        jdbc
                .queryForList("SELECT DISTINCT table_name FROM ops.staged_loss WHERE hold_id IS NULL", String.class)
                .stream()
                .sorted((one, other) -> Boolean.compare(
                        LossRules.parentOf(one).isPresent(),
                        LossRules.parentOf(other).isPresent()))
                .forEach(table -> judge(table, stamp, fence));
    }

    /** A hold of which nothing is left is over; what hung on its rows is judged by itself. */
    private void closeWhatCameBack(Stamp stamp) {
        jdbc.update("""
                UPDATE ops.hold SET decision = 'CAME_BACK', decided_at = ? WHERE decision IS NULL AND NOT EXISTS (
                    SELECT 1 FROM ops.staged_loss s
                    WHERE s.hold_id = ops.hold.hold_id AND s.table_name = ops.hold.table_name)
                """, Timestamps.of(stamp.at()));
        jdbc.update("""
                UPDATE ops.staged_loss SET hold_id = NULL
                WHERE hold_id IN (SELECT hold_id FROM ops.hold WHERE decision = 'CAME_BACK')
                """);
        countAgain();
    }

    private void countAgain() {
        jdbc.update("""
                UPDATE ops.hold SET rows_held = (
                    SELECT COUNT(*) FROM ops.staged_loss s
                    WHERE s.hold_id = ops.hold.hold_id AND s.table_name = ops.hold.table_name)
                WHERE decision IS NULL
                """);
    }

    private void judge(String table, Stamp stamp, Fence fence) {
        fence.within(LossStage.CONTENT, () -> joinHolds(table));
        Map<String, Long> lost = counts(
                "SELECT s.sub, COUNT(*) FROM ops.staged_loss s WHERE " + unjudged(table) + " GROUP BY s.sub", table);
        if (lost.isEmpty()) {
            return;
        }
        long had = live(table) - held(table);
        long total = sum(lost, lost.keySet());
        Map<String, Long> hadByUser = lost.containsKey(LossStage.CONTENT) ? Map.of() : liveByUser(table);
        List<String> over = lost.keySet().stream()
                .filter(sub -> LossRules.tooManyOfAUser(lost.getOrDefault(sub, 0L), hadByUser.getOrDefault(sub, 0L)))
                .sorted()
                .toList();
        // What is held for single users is no loss of the table any more, unless they are many.
        long rest = total - sum(lost, over);
        boolean wholeTable = LossRules.tooManyOfATable(rest, had)
                || (over.size() > MOST_HOLDS_OF_USERS && LossRules.tooManyOfATable(total, had));
        if (wholeTable) {
            String content = lost.containsKey(LossStage.CONTENT) ? LossStage.CONTENT : null;
            fence.within(LossStage.CONTENT, () -> hold(table, content, null, total, had, stamp));
        } else {
            for (String sub : over) {
                long rows = lost.getOrDefault(sub, 0L);
                long before = hadByUser.getOrDefault(sub, 0L);
                fence.within(sub, () -> hold(table, sub, sub, rows, before, stamp));
            }
        }
    }

    /** What hangs on a row that is kept waits with it; while a user's rows wait, further ones wait with them. */
    private void joinHolds(String table) {
        LossRules.parentOf(table).ifPresent(parent -> jdbc.update("""
                UPDATE ops.staged_loss SET hold_id = (
                    SELECT p.hold_id FROM ops.staged_loss p WHERE p.sub = ops.staged_loss.sub
                        AND p.table_name = ? AND p.row_key = ops.staged_loss.parent_key)
                WHERE table_name = ? AND hold_id IS NULL AND EXISTS (
                    SELECT 1 FROM ops.staged_loss p JOIN ops.hold h ON h.hold_id = p.hold_id
                    WHERE p.sub = ops.staged_loss.sub AND p.table_name = ?
                        AND p.row_key = ops.staged_loss.parent_key
                        AND (h.decision IS NULL OR h.decision = 'REJECTED'))
                """, parent.table(), table, parent.table()));
        int joined = jdbc.update("""
                UPDATE ops.staged_loss SET hold_id = (
                    SELECT MAX(h.hold_id) FROM ops.hold h WHERE h.decision IS NULL
                        AND h.sub = ops.staged_loss.sub AND h.table_name = ops.staged_loss.table_name)
                WHERE table_name = ? AND hold_id IS NULL AND EXISTS (
                    SELECT 1 FROM ops.hold h WHERE h.decision IS NULL
                        AND h.sub = ops.staged_loss.sub AND h.table_name = ops.staged_loss.table_name)
                """, table);
        if (joined > 0) {
            countAgain();
        }
    }

    /** Rows without a hold, but for those that hang on a row that is removed, too. Parameter: the table. */
    private String unjudged(String table) {
        String unjudged = "s.table_name = ? AND s.hold_id IS NULL";
        return LossRules.parentOf(table)
                .map(parent -> unjudged + " AND NOT (" + goneWith(parent) + ")")
                .orElse(unjudged);
    }

    private String goneWith(Parent parent) {
        return "EXISTS (SELECT 1 FROM " + parent.table() + " p WHERE p.sub = s.sub AND p." + parent.keyColumn()
                + " = REPLACE(REPLACE(s.parent_key, '%2F', '/'), '%25', '%') AND (p.deleted_at IS NOT NULL OR EXISTS ("
                + "SELECT 1 FROM ops.staged_loss x LEFT JOIN ops.hold h ON h.hold_id = x.hold_id WHERE x.sub = s.sub"
                + " AND x.table_name = '" + parent.table() + "' AND x.row_key = s.parent_key"
                + " AND (x.hold_id IS NULL OR h.decision = 'ACCEPTED'))))";
    }

    private void hold(
            String table, @Nullable String holder, @Nullable String sub, long rows, long before, Stamp stamp) {
        jdbc.update("""
                INSERT INTO ops.hold (sub, dataset, table_name, run_id, opened_at, rows_held, rows_before)
                SELECT CAST(? AS VARCHAR), MIN(s.dataset), CAST(? AS VARCHAR), CAST(? AS BIGINT),
                    CAST(? AS TIMESTAMP WITH TIME ZONE), CAST(? AS BIGINT), CAST(? AS BIGINT)
                FROM ops.staged_loss s WHERE s.table_name = ?
                """, holder, table, stamp.runId(), Timestamps.of(stamp.at()), rows, before, table);
        String whose = sub == null ? "" : " AND s.sub = ?";
        String update = "UPDATE ops.staged_loss SET hold_id = (SELECT MAX(hold_id) FROM ops.hold)"
                + " WHERE table_name = ? AND hold_id IS NULL AND EXISTS (SELECT 1 FROM ops.staged_loss s"
                + " WHERE s.sub = ops.staged_loss.sub AND s.row_key = ops.staged_loss.row_key AND " + unjudged(table)
                + whose + ")";
        Object[] parameters = sub == null ? new Object[] {table, table} : new Object[] {table, table, sub};
        jdbc.update(update, parameters);
    }

    private long live(String table) {
        return count("SELECT COUNT(*) FROM " + table + " WHERE deleted_at IS NULL");
    }

    private long held(String table) {
        return count("SELECT COUNT(*) FROM ops.staged_loss WHERE hold_id IS NOT NULL AND table_name = '" + table + "'");
    }

    private long count(String query) {
        Long count = jdbc.queryForObject(query, Long.class);
        return count == null ? 0 : count;
    }

    /** Of whom something is to be judged: live rows, but for those that are held already. */
    private Map<String, Long> liveByUser(String table) {
        if (!tables.get(table).hasUsers()) {
            return Map.of();
        }
        Map<String, Long> live = counts(
                "SELECT t.sub, COUNT(*) FROM " + table + " t WHERE t.deleted_at IS NULL AND t.sub IN ("
                        + "SELECT s.sub FROM ops.staged_loss s WHERE s.table_name = ? AND s.hold_id IS NULL)"
                        + " GROUP BY t.sub",
                table);
        counts(
                        "SELECT sub, COUNT(*) FROM ops.staged_loss WHERE table_name = ? AND hold_id IS NOT NULL"
                                + " GROUP BY sub",
                        table)
                .forEach((sub, held) -> live.computeIfPresent(sub, (user, count) -> count - held));
        return live;
    }

    private Map<String, Long> counts(String query, String table) {
        Map<String, Long> counts = new HashMap<>();
        jdbc.query(
                query,
                row -> {
                    counts.put(row.getString(1), row.getLong(2));
                },
                table);
        return counts;
    }

    private static long sum(Map<String, Long> lost, Iterable<String> subs) {
        long sum = 0;
        for (String sub : subs) {
            sum += lost.getOrDefault(sub, 0L);
        }
        return sum;
    }
}
