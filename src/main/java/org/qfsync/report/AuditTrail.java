package org.qfsync.report;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.qfsync.domain.Fingerprint;
import org.qfsync.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads {@code ops.audit} page by page: who did what to which grant. Thread-safe. */
public final class AuditTrail {
    private static final int SHORTEST_FINGERPRINT = 8;
    private static final String FIND = """
            SELECT audit_id, happened_at, actor_kind, actor, event, user_fingerprint, COALESCE(detail, '') AS detail
            FROM ops.audit
            WHERE audit_id < :before AND (:event = '' OR event = :event)
                AND (:user = '' OR user_fingerprint = :user OR user_fingerprint LIKE :prefix)
            ORDER BY audit_id DESC LIMIT :limit
            """;

    private final JdbcClient jdbc;

    public AuditTrail(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One page, the newest first.
     *
     * @param user a {@code sub}, or at least eight digits of a fingerprint; empty for whomever it concerns
     * @param event what was done, in capitals; empty for whatever
     * @param before only entries with a smaller number
     */
    public List<Entry> page(String user, String event, long before, int limit) {
        String digits = user.toLowerCase(Locale.ROOT);
        boolean fingerprint = digits.length() >= SHORTEST_FINGERPRINT && digits.matches("[0-9a-f]+");
        return jdbc.sql(FIND)
                .param("before", before)
                .param("event", event)
                .param("user", user.isEmpty() ? "" : Fingerprint.longOf(user))
                .param("prefix", fingerprint ? digits + "%" : "")
                .param("limit", limit)
                .query((row, n) -> new Entry(
                        row.getLong("audit_id"),
                        Timestamps.at(row, "happened_at"),
                        row.getString("actor_kind"),
                        row.getString("actor"),
                        row.getString("event"),
                        Optional.ofNullable(row.getString("user_fingerprint"))
                                .map(all -> all.substring(0, Math.min(SHORTEST_FINGERPRINT, all.length()))),
                        row.getString("detail")))
                .list();
    }

    /** What was ever done. */
    public List<String> events() {
        return jdbc.sql("SELECT DISTINCT event FROM ops.audit ORDER BY event")
                .query(String.class)
                .list();
    }

    /**
     * An entry.
     *
     * @param kind OPERATOR, USER, APPLICATION or PROGRAM
     * @param actor which one
     * @param user the first digits of the user's fingerprint; empty where no single user is concerned
     * @param detail more about it; may be empty
     */
    public record Entry(
            long number, Instant at, String kind, String actor, String event, Optional<String> user, String detail) {
        /** Such as operator amina; of a user there is no name. */
        public String who() {
            String word = kind.toLowerCase(Locale.ROOT);
            return actor.equalsIgnoreCase(kind) ? word : word + " " + actor;
        }
    }
}
