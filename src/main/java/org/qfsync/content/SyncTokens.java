package org.qfsync.content;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.store.Stamp;
import org.qfsync.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The checkpoints of Content Sync ({@code ops.content_sync_token}): one per filter, opaque, good for one environment.
 * Joins the caller's transaction. Thread-safe.
 */
final class SyncTokens {
    private final JdbcClient jdbc;
    private final QfEnvironment environment;

    SyncTokens(JdbcClient jdbc, QfEnvironment environment) {
        this.jdbc = jdbc;
        this.environment = environment;
    }

    /** How far a filter is. */
    enum State {
        COMPLETE,
        /** A sync began and did not end: after a crash it begins again from the same token. */
        OPEN,
        BLOCKED
    }

    /** Empty if the next sync must fetch everything. */
    Optional<String> find(ResourceFilter filter) {
        return jdbc.sql("SELECT token FROM ops.content_sync_token WHERE environment = ? AND filter = ?"
                        + " AND token IS NOT NULL")
                .param(environment.id())
                .param(filter.canonical())
                .query(String.class)
                .optional();
    }

    /** A sync begins; the token stays until a better one is earned. */
    void open(ResourceFilter filter, Stamp stamp) {
        update(filter, State.OPEN, null, "token", stamp);
    }

    /** The service no longer takes the token. */
    void drop(ResourceFilter filter, String why, Stamp stamp) {
        update(filter, State.OPEN, why, "NULL", stamp);
    }

    /** The sync did not end. */
    void block(ResourceFilter filter, State state, String why, Stamp stamp) {
        update(filter, state, why, "token", stamp);
    }

    private void update(ResourceFilter filter, State state, @Nullable String note, String token, Stamp stamp) {
        int known = jdbc.sql("UPDATE ops.content_sync_token SET state = ?, note = ?, run_id = ?, token = " + token
                        + " WHERE environment = ? AND filter = ?")
                .param(state.name())
                .param(note)
                .param(stamp.runId())
                .param(environment.id())
                .param(filter.canonical())
                .update();
        if (known == 0) {
            jdbc.sql("INSERT INTO ops.content_sync_token (environment, filter, resource_group, state, note, run_id)"
                            + " VALUES (?, ?, ?, ?, ?, ?)")
                    .param(environment.id())
                    .param(filter.canonical())
                    .param(filter.group())
                    .param(state.name())
                    .param(note)
                    .param(stamp.runId())
                    .update();
        }
    }

    /**
     * Everything up to this token is stored. Tokens of the group's earlier filters are dropped: they would never be
     * used again, or, after a change back, skip what happened meanwhile to what they did not cover.
     */
    void complete(ResourceFilter filter, String token, Stamp stamp) {
        jdbc.sql("UPDATE ops.content_sync_token SET token = ?, state = ?, note = NULL, stored_at = ?,"
                        + " last_complete_at = ?, run_id = ? WHERE environment = ? AND filter = ?")
                .param(token)
                .param(State.COMPLETE.name())
                .param(Timestamps.of(stamp.at()))
                .param(Timestamps.of(stamp.at()))
                .param(stamp.runId())
                .param(environment.id())
                .param(filter.canonical())
                .update();
        jdbc.sql("DELETE FROM ops.content_sync_token WHERE environment = ? AND resource_group = ? AND filter <> ?")
                .param(environment.id())
                .param(filter.group())
                .param(filter.canonical())
                .update();
    }
}
