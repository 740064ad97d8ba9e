package org.qfsync.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Stream;
import org.qfsync.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The latest night that was completed, which freshness is measured from.
 *
 * <p>It can vouch for its own time alone: a night that is repeated when its time is over, because the next one has begun
 * or its morrow has passed, makes nothing of today fresh.
 *
 * @param night its date
 * @param pass the last one that completed it
 * @param at when it was complete, at the latest the end of its time
 */
record GoodNight(LocalDate night, int pass, Instant at) {
    /** A night that begins late in the evening ends on the next day. */
    private static final int DAYS_OF_A_NIGHT = 2;

    /** Reads it from the books; empty if no night was ever completed. */
    static Optional<GoodNight> last(JdbcClient jdbc) {
        return jdbc
                .sql("""
                        SELECT night, MAX(pass) AS pass, MAX(ended_at) AS ended_at FROM ops.run
                        WHERE verdict = 'COMPLETED' AND kind <> 'SUBSET' AND ended_at IS NOT NULL
                        GROUP BY night ORDER BY night DESC LIMIT 1
                        """)
                .query((row, n) -> new GoodNight(
                        row.getObject("night", LocalDate.class), row.getInt("pass"), Timestamps.at(row, "ended_at")))
                .list()
                .stream()
                .findFirst()
                .map(good -> good.withinItsTime(jdbc));
    }

    private GoodNight withinItsTime(JdbcClient jdbc) {
        Instant over = night.plusDays(DAYS_OF_A_NIGHT).atStartOfDay(zone(jdbc)).toInstant();
        Optional<Instant> next = jdbc.sql(
                        "SELECT MIN(started_at) AS started_at FROM ops.run WHERE kind <> 'SUBSET' AND night > :night")
                .param("night", night)
                .query((row, n) -> Timestamps.find(row, "started_at"))
                .single();
        return new GoodNight(
                night,
                pass,
                Stream.concat(Stream.of(at, over), next.stream())
                        .min(Instant::compareTo)
                        .orElse(at));
    }

    /** In which the schedule counts its nights. */
    private static ZoneId zone(JdbcClient jdbc) {
        return jdbc.sql("SELECT zone FROM ops.deployment").query(String.class).list().stream()
                .findFirst()
                .map(ZoneId::of)
                .orElse(ZoneId.of("UTC"));
    }
}
