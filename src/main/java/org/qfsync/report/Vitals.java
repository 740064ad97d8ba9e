package org.qfsync.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.qfsync.store.Timestamps;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database tells of a healthy installation, beside what single runs did. Thread-safe. */
public final class Vitals {
    private final JdbcClient jdbc;

    public Vitals(JdbcTemplate template) {
        this(JdbcClient.create(template));
    }

    public Vitals(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * When the latest night that was completed was so, which is what freshness goes by; at the latest the end of that
     * night's time, so that repeating an old one today makes nothing fresh. Passes over chosen datasets or users are no
     * nights.
     */
    public Optional<Instant> lastGoodNight() {
        return GoodNight.last(jdbc).map(GoodNight::at);
    }

    /** Who has the right to run, or died with it; empty if it is free. */
    public Optional<Holder> leaseHolder() {
        return jdbc.sql("""
                        SELECT pid, host, doing, run_id, acquired_at, lease_until > CURRENT_TIMESTAMP AS beating
                        FROM ops.run_lease WHERE id = 1 AND owner IS NOT NULL
                        """).query((row, n) -> holder(row)).optional();
    }

    /** How many runs have no verdict, but for the one that the lease is held for. */
    public long unfinishedRuns() {
        return jdbc.sql("""
                        SELECT COUNT(*) FROM ops.run WHERE verdict IS NULL AND run_id NOT IN
                            (SELECT run_id FROM ops.run_lease WHERE run_id IS NOT NULL)
                        """).query(Long.class).single();
    }

    /** How many grants of that client are in each state. */
    public Map<String, Long> grants(String clientId) {
        Map<String, Long> states = new TreeMap<>();
        jdbc.sql("SELECT state, COUNT(*) AS grants FROM ops.grant_status WHERE client_id = :client GROUP BY state")
                .param("client", clientId)
                .query((row, n) -> Map.entry(row.getString("state"), row.getLong("grants")))
                .list()
                .forEach(state -> states.put(state.getKey(), state.getValue()));
        return states;
    }

    private static Holder holder(ResultSet row) throws SQLException {
        return new Holder(
                row.getLong("pid"),
                row.getString("host").replaceFirst("/.*", ""),
                row.getString("doing"),
                Timestamps.at(row, "acquired_at"),
                row.getBoolean("beating"));
    }

    /**
     * Of the right to run.
     *
     * @param beating true while it extends its lease; one that died stops at the latest a minute later
     */
    public record Holder(long pid, String host, String doing, Instant since, boolean beating) {
        /** Which process, since when, doing what. */
        public String words() {
            return "process " + pid + " on " + host + " (" + doing + "), since "
                    + since.toString().replaceFirst("\\.\\d+", "");
        }
    }
}
