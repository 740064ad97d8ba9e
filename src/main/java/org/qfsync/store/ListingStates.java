package org.qfsync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qfsync.store.ListingState.Head;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@code ops.user_listing} and {@code ops.collection_listing}. Reading takes a connection for a moment; writing joins
 * the caller's transaction. Thread-safe for different users.
 */
public final class ListingStates {
    private final JdbcTemplate jdbc;

    public ListingStates(Database database) {
        this.jdbc = new JdbcTemplate(database.dataSource());
    }

    /** What is known of the user; {@link ListingState#NONE} if nothing is. */
    public ListingState find(String sub) {
        Map<String, String> signatures = new HashMap<>();
        jdbc.query(
                "SELECT collection_id, signature FROM ops.collection_listing WHERE sub = ?",
                row -> {
                    signatures.put(row.getString("collection_id"), row.getString("signature"));
                },
                sub);
        return jdbc
                .query(
                        "SELECT full_night, sync_head, sync_covers FROM ops.user_listing WHERE sub = ?",
                        (row, number) -> new ListingState(
                                Optional.ofNullable(row.getObject("full_night", LocalDate.class)),
                                head(row),
                                signatures),
                        sub)
                .stream()
                .findFirst()
                .orElseGet(() -> new ListingState(Optional.empty(), Optional.empty(), signatures));
    }

    private static Optional<Head> head(ResultSet row) throws SQLException {
        Long at = row.getObject("sync_head", Long.class);
        String covers = row.getString("sync_covers");
        return at == null || covers == null ? Optional.empty() : Optional.of(new Head(at, covers));
    }

    /** Writes what differs between the two; an unchanged user costs nothing. */
    public void record(String sub, ListingState before, ListingState after, Stamp stamp) {
        if (!before.fullNight().equals(after.fullNight()) || !before.head().equals(after.head())) {
            recordUser(sub, after, stamp);
        }
        List<String> outdated = before.signatures().entrySet().stream()
                .filter(entry -> !entry.getValue().equals(after.signatures().get(entry.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        List<Map.Entry<String, String>> listed = after.signatures().entrySet().stream()
                .filter(entry -> !entry.getValue().equals(before.signatures().get(entry.getKey())))
                .toList();
        if (!outdated.isEmpty()) {
            jdbc.batchUpdate(
                    "DELETE FROM ops.collection_listing WHERE sub = ? AND collection_id = ?",
                    outdated.stream().map(id -> new Object[] {sub, id}).toList());
        }
        if (!listed.isEmpty()) {
            jdbc.batchUpdate(
                    "INSERT INTO ops.collection_listing (sub, collection_id, signature, listed_at, run_id)"
                            + " VALUES (?, ?, ?, ?, ?)",
                    listed.stream()
                            .map(entry -> new Object[] {
                                sub, entry.getKey(), entry.getValue(), Timestamps.of(stamp.at()), stamp.runId()
                            })
                            .toList());
        }
    }

    private void recordUser(String sub, ListingState state, Stamp stamp) {
        LocalDate fullNight = state.fullNight().orElse(null);
        Long head = state.head().map(Head::at).orElse(null);
        String covers = state.head().map(Head::covers).orElse(null);
        int known = jdbc.update(
                "UPDATE ops.user_listing SET full_night = ?, sync_head = ?, sync_covers = ?, run_id = ? WHERE sub = ?",
                fullNight,
                head,
                covers,
                stamp.runId(),
                sub);
        if (known == 0) {
            jdbc.update(
                    "INSERT INTO ops.user_listing (full_night, sync_head, sync_covers, run_id, sub)"
                            + " VALUES (?, ?, ?, ?, ?)",
                    fullNight,
                    head,
                    covers,
                    stamp.runId(),
                    sub);
        }
    }
}
