package org.qfsync.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.qfsync.store.Timestamps;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds out how the program is.
 *
 * <p>A night is good if its verdict is COMPLETED, which is what exit code 0 says everywhere else. A PARTIAL one is not:
 * it is repeated in the same night, and what is still open a day later is for somebody to look at. The details tell a
 * schedule that never fired from runs that did not come to a good end. Runs of chosen data are no nights. Thread-safe.
 */
final class HealthChecks {
    private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);

    private final BoundedReads reads;
    private final Runnable keysetOpens;
    private final Duration maxAge;
    private final Clock clock;

    /**
     * @param keysetOpens throws if the keys are not those of the database
     * @param maxAge of the last good night
     */
    HealthChecks(BoundedReads reads, Runnable keysetOpens, Duration maxAge, Clock clock) {
        this.reads = reads;
        this.keysetOpens = keysetOpens;
        this.maxAge = maxAge;
        this.clock = clock;
    }

    Health of(HealthGroup group) {
        return switch (group) {
            case LIVENESS -> Health.up().build();
            case READINESS -> readiness();
            case FRESHNESS -> freshness();
        };
    }

    private Health readiness() {
        Health.Builder health = Health.up();
        health.withDetail("database", "answers");
        try {
            reads.read(jdbc -> jdbc.queryForObject("SELECT 1", Integer.class));
        } catch (RuntimeException e) {
            return noDatabase(e);
        }
        try {
            reads.within(Executors.callable(keysetOpens, true));
        } catch (RuntimeException e) {
            LOG.warn("Not ready: the keyset does not open this database ({})", e.getMessage());
            return Health.down()
                    .withDetail("keyset", "does not open this database: qfsync keys status")
                    .build();
        }
        return health.withDetail("keyset", "opens").build();
    }

    private Health freshness() {
        try {
            return reads.read(this::freshness);
        } catch (RuntimeException e) {
            return noDatabase(e);
        }
    }

    private Health freshness(JdbcTemplate jdbc) {
        Optional<GoodNight> good = GoodNight.last(JdbcClient.create(jdbc));
        Instant since = good.map(GoodNight::at)
                .orElseGet(() ->
                        jdbc
                                .query(
                                        "SELECT created_at FROM ops.deployment",
                                        (row, n) -> Timestamps.at(row, "created_at"))
                                .stream()
                                .findFirst()
                                .orElseGet(clock::instant));
        Duration age = Duration.between(since, clock.instant());
        Health.Builder health = age.compareTo(maxAge) > 0 ? Health.down() : Health.up();
        health.withDetail(
                        "lastGoodNight",
                        good.map(night -> night.at().toString()).orElse("none yet"))
                .withDetail("ageSeconds", Math.max(0, age.toSeconds()))
                .withDetail("maxAgeSeconds", maxAge.toSeconds());
        if (age.compareTo(maxAge) > 0) {
            health.withDetail("since", afterwards(jdbc, good));
        }
        return health.build();
    }

    /** What happened instead of a good night. */
    private static String afterwards(JdbcTemplate jdbc, Optional<GoodNight> good) {
        LocalDate night = good.map(GoodNight::night).orElse(LocalDate.EPOCH);
        return jdbc
                .query(
                        """
                        SELECT run_id, verdict FROM ops.run WHERE kind <> 'SUBSET' AND (night > ? OR (night = ? AND pass > ?))
                        ORDER BY night DESC, pass DESC LIMIT 1
                        """,
                        (row, n) -> {
                            String verdict = row.getString("verdict");
                            return "the last run, " + row.getLong("run_id") + ", "
                                    + (verdict == null ? "has not ended" : "was " + verdict)
                                    + ": qfsync runs show " + row.getLong("run_id");
                        },
                        night,
                        night,
                        good.map(GoodNight::pass).orElse(0))
                .stream()
                .findFirst()
                .orElse("no night has begun: check the daemon or cron job, then: qfsync schedule");
    }

    /** Why is for the log: it may name hosts. */
    private static Health noDatabase(RuntimeException failure) {
        LOG.debug("Not healthy", failure);
        return Health.down()
                .withDetail("database", "does not answer; check that it is up: qfsync check")
                .build();
    }
}
