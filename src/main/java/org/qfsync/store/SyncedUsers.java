package org.qfsync.store;

import org.springframework.jdbc.core.JdbcTemplate;

/** {@code qf.app_user}: whom we hold data of, and when all of it was last complete. Joins the caller's transaction. */
public final class SyncedUsers {
    private final JdbcTemplate jdbc;

    public SyncedUsers(Database database) {
        this.jdbc = new JdbcTemplate(database.dataSource());
    }

    /** All of the user's datasets are complete as of this run. */
    public void synced(String sub, Stamp stamp) {
        int known = jdbc.update(
                "UPDATE qf.app_user SET last_synced_at = ?, run_id = ? WHERE sub = ?",
                Timestamps.of(stamp.at()),
                stamp.runId(),
                sub);
        if (known == 0) {
            jdbc.update(
                    "INSERT INTO qf.app_user (sub, first_seen_at, last_synced_at, run_id) VALUES (?, ?, ?, ?)",
                    sub,
                    Timestamps.of(stamp.at()),
                    Timestamps.of(stamp.at()),
                    stamp.runId());
        }
    }

    /** The user was met, but not all of their data could be had. */
    public void seen(String sub, Stamp stamp) {
        Long known = jdbc.queryForObject("SELECT COUNT(*) FROM qf.app_user WHERE sub = ?", Long.class, sub);
        if (known == null || known == 0) {
            jdbc.update("INSERT INTO qf.app_user (sub, first_seen_at) VALUES (?, ?)", sub, Timestamps.of(stamp.at()));
        }
    }
}
