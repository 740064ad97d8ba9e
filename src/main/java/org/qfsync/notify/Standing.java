package org.qfsync.notify;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.qfsync.report.Vitals;
import org.qfsync.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what is so whichever run looks at it: how many grants are how, when a night was last complete. */
final class Standing {
    private final JdbcClient jdbc;
    private final String passedOver;

    private Standing(JdbcClient jdbc, String passedOver) {
        this.jdbc = jdbc;
        this.passedOver = passedOver;
    }

    Standing(JdbcClient jdbc) {
        this(jdbc, "");
    }

    /** The same, for which a pass that was stopped tells nothing of how things are, not even that they went on. */
    static Standing withoutStopped(JdbcClient jdbc) {
        return new Standing(jdbc, " AND (verdict IS NULL OR verdict <> 'STOPPED')");
    }

    Grants grants(String clientId, Instant unusedSince) {
        return jdbc.sql("""
                        SELECT COUNT(CASE WHEN state = 'REAUTH_REQUIRED' THEN 1 END) AS reauth,
                            COUNT(CASE WHEN state = 'QUARANTINED' THEN 1 END) AS held_back,
                            COUNT(CASE WHEN state NOT IN ('REAUTH_REQUIRED', 'REVOKED')
                                AND COALESCE(refreshed_at, obtained_at) <= :since THEN 1 END) AS lapsing
                        FROM ops.grant_status WHERE client_id = :client
                        """)
                .param("since", Timestamps.of(unusedSince))
                .param("client", clientId)
                .query((row, n) -> new Grants(row.getLong("reauth"), row.getLong("held_back"), row.getLong("lapsing")))
                .single();
    }

    /** True if it is the latest night that ran; an earlier one that is repeated tells nothing of how things are. */
    boolean isLatest(LocalDate night) {
        return isLatest(night, Integer.MAX_VALUE);
    }

    /** True if it is the latest pass of it, too: what an earlier one left open may be long done. */
    boolean isLatest(LocalDate night, int pass) {
        return jdbc.sql("""
                        SELECT COUNT(*) FROM ops.run
                        WHERE kind <> 'SUBSET' AND (night > :night OR (night = :night AND pass > :pass))
                        """ + passedOver)
                        .param("night", night)
                        .param("pass", pass)
                        .query(Long.class)
                        .single()
                == 0;
    }

    /** The pass that says how far the latest night is, if it is partial and ended after that. */
    Optional<Long> latestIfPartialSince(Instant told) {
        return jdbc.sql("""
                        SELECT run_id, CASE WHEN verdict = 'PARTIAL' AND ended_at > :told THEN 1 ELSE 0 END AS owed
                        FROM ops.run WHERE kind <> 'SUBSET'
                        """ + passedOver + " ORDER BY night DESC, pass DESC LIMIT 1")
                .param("told", Timestamps.of(told))
                .query((row, n) ->
                        row.getInt("owed") == 1 ? Optional.of(row.getLong("run_id")) : Optional.<Long>empty())
                .optional()
                .flatMap(owed -> owed);
    }

    /** When a night was last complete; before there was one, when the first began. */
    Optional<Instant> lastComplete() {
        return new Vitals(jdbc)
                .lastGoodNight()
                .or(() -> jdbc.sql("SELECT MIN(started_at) AS at FROM ops.run WHERE kind <> 'SUBSET'")
                        .query((row, n) -> Timestamps.find(row, "at"))
                        .single());
    }

    /**
     * How many grants wait for something.
     *
     * @param mustConsent refused by the server: their users must consent again
     * @param heldBack by us, until an operator lets go of them
     * @param lapsing soon at their end because nothing refreshes them
     */
    record Grants(long mustConsent, long heldBack, long lapsing) {}
}
