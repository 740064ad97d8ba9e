package org.qfsync.report;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qfsync.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What to say about consents beside what a run did.
 *
 * @param consentPage where users consent again by themselves; empty if there is no such page
 * @param lapsing grants that soon end because nothing refreshes them, who ends first first
 */
public record ConsentNotes(Optional<URI> consentPage, List<Lapsing> lapsing) {
    private static final int MOST = 20;

    /** There is nothing to say. */
    public static ConsentNotes none() {
        return new ConsentNotes(Optional.empty(), List.of());
    }

    /**
     * Reads them.
     *
     * @param clientId whose grants
     * @param unusedSince a grant that was last rotated before is about to lapse
     */
    public static ConsentNotes read(JdbcClient jdbc, String clientId, Instant unusedSince, Optional<URI> consentPage) {
        List<Lapsing> lapsing = jdbc.sql("""
                        SELECT sub, state, COALESCE(refreshed_at, obtained_at) AS rotated_at FROM ops.grant_status
                        WHERE client_id = :client AND state NOT IN ('REAUTH_REQUIRED', 'REVOKED')
                            AND COALESCE(refreshed_at, obtained_at) <= :since
                        ORDER BY rotated_at, sub LIMIT :most
                        """)
                .param("client", clientId)
                .param("since", Timestamps.of(unusedSince))
                .param("most", MOST)
                .query((row, n) ->
                        new Lapsing(row.getString("sub"), row.getString("state"), Timestamps.at(row, "rotated_at")))
                .list();
        return new ConsentNotes(consentPage, lapsing);
    }

    /**
     * A grant that nobody refreshes.
     *
     * @param state why that may be
     * @param rotatedAt when its refresh token was issued
     */
    public record Lapsing(String sub, String state, Instant rotatedAt) {}
}
