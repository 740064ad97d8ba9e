package org.qfsync.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@code qf.app_user}: whom we hold data of, when all of it was last complete, and who is out of analysts' sight because
 * they withdrew. Whoever gets a row there gets the pseudonym under which analysts see them, too. Joins the caller's transaction.
 */
public final class SyncedUsers {
    private final JdbcTemplate jdbc;
    private final Pseudonyms pseudonyms;
    private final boolean rehearsal;

    /** In a rehearsal it notes nobody: who withdraws meanwhile, in another process, must not wait for its end. */
    public SyncedUsers(Database database) {
        this.rehearsal = database.isRehearsal();
        this.jdbc = new JdbcTemplate(database.dataSource());
        this.pseudonyms = new Pseudonyms(jdbc);
    }

    /** All of the user's datasets are complete as of this run. */
    public void synced(String sub, Stamp stamp) {
        if (rehearsal) {
            return;
        }
        int known = jdbc.update(
                "UPDATE qf.app_user SET last_synced_at = ?, run_id = ?, withdrawn_at = NULL WHERE sub = ?",
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
            pseudonyms.add(sub);
        }
    }

    /** When all datasets of each user were last complete; who never was is not in it. */
    public Map<String, Instant> lastSynced() {
        Map<String, Instant> synced = new HashMap<>();
        jdbc.query("SELECT sub, last_synced_at FROM qf.app_user WHERE last_synced_at IS NOT NULL", row -> {
            synced.put(row.getString("sub"), Timestamps.at(row, "last_synced_at"));
        });
        return synced;
    }

    /** The user withdrew: no view shows them any more. They are shown again as soon as they are synced again. */
    public void withdrew(String sub, Instant at) {
        jdbc.update(
                "UPDATE qf.app_user SET withdrawn_at = COALESCE(withdrawn_at, ?) WHERE sub = ?",
                Timestamps.of(at),
                sub);
    }

    /**
     * Brings in line with the grants of that client what a process that died between the two, or a new consent, has
     * left apart.
     */
    public void followGrants(String clientId) {
        jdbc.update("""
                UPDATE qf.app_user SET withdrawn_at = (
                    SELECT g.withdrawn_at FROM ops.grant_status g WHERE g.client_id = ? AND g.sub = qf.app_user.sub)
                WHERE EXISTS (
                    SELECT 1 FROM ops.grant_status g
                    WHERE g.client_id = ? AND g.sub = qf.app_user.sub
                        AND (g.withdrawn_at IS NULL) <> (qf.app_user.withdrawn_at IS NULL))
                """, clientId, clientId);
    }

    /** The user was met, but not all of their data could be had. */
    public void seen(String sub, Stamp stamp) {
        if (rehearsal) {
            return;
        }
        int known = jdbc.update("UPDATE qf.app_user SET withdrawn_at = NULL WHERE sub = ?", sub);
        if (known == 0) {
            jdbc.update("INSERT INTO qf.app_user (sub, first_seen_at) VALUES (?, ?)", sub, Timestamps.of(stamp.at()));
            pseudonyms.add(sub);
        }
    }
}
