package org.qfsync.token;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.qfsync.domain.DurabilityBarrier;
import org.qfsync.domain.InvalidSettingsException;
import org.qfsync.domain.SystemicException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * Lets nobody seal with a keyset that is not this database's. The database names the key that seals its tokens; a
 * keyset that does not hold it, an older copy of the file or another host's, would split the grants into two halves
 * that no process can open together. No grant is touched by what is found here. Thread-safe.
 */
public final class KeysetGate {
    private final JdbcClient jdbc;
    private final GrantTransaction transaction;

    public KeysetGate(DataSource database, DurabilityBarrier durability) {
        this.jdbc = JdbcClient.create(database);
        this.transaction = new GrantTransaction(new DataSourceTransactionManager(database), durability);
    }

    /**
     * Opens the keyset that this database's tokens are sealed with. It is made if there is none, but only while there
     * is no grant that another one could have sealed.
     *
     * @throws InvalidSettingsException if there is none, it cannot be used, or it is another one
     */
    public Keyset open(KeysetSource source) {
        boolean grants = hasGrants();
        Keyset keyset = Keyset.open(source, !grants);
        Optional<String> recorded = recorded().map(Recorded::fingerprint);
        if (!grants) {
            record(keyset.fingerprint(), () -> {});
        } else if (recorded.isEmpty()) {
            throw new InvalidSettingsException(List.of("This database holds grants but does not say which key they "
                    + "were sealed with: it is not whole. Restore it from your backup; no grant was touched."));
        } else if (!keyset.fingerprints().contains(recorded.get())) {
            throw new InvalidSettingsException(List.of(mismatch(keyset, recorded.get()) + ". " + REMEDY));
        }
        return keyset;
    }

    /**
     * Returns only if the keyset, as it is in memory or in its source by now, is still the one of this database.
     *
     * @throws SystemicException if another process has rotated the keys and this one cannot follow
     */
    void requireCurrent(Keyset keyset) {
        Optional<String> recorded = recorded().map(Recorded::fingerprint);
        if (recorded.isPresent() && !keyset.holds(recorded.get())) {
            throw new SystemicException(mismatch(keyset, recorded.get()), "keyset_mismatch", null, REMEDY, null);
        }
    }

    private static final String REMEDY = "Restore that one from your backup, or bring it here from the host where the "
            + "keys were rotated, and start again; no grant was touched.";

    private static String mismatch(Keyset keyset, String recorded) {
        return "The keyset from " + keyset.location() + " (key " + keyset.fingerprint()
                + ") is not the one this database's grants were sealed with (" + recorded + ")";
    }

    private boolean hasGrants() {
        return jdbc.sql("SELECT COUNT(*) FROM ops.user_grant").query(Long.class).single() > 0;
    }

    /** Which key the database says it is sealed with; empty before the first start. */
    Optional<Recorded> recorded() {
        return jdbc.sql(
                        "SELECT keyset_fingerprint, keyset_since FROM ops.deployment WHERE keyset_fingerprint IS NOT NULL")
                .query((row, n) -> new Recorded(
                        row.getString("keyset_fingerprint"),
                        Objects.requireNonNull(row.getObject("keyset_since", OffsetDateTime.class))
                                .toInstant()))
                .optional();
    }

    /** True if the recorded key has been sealing for that long, by the database's clock. */
    boolean sealsSince(Duration time) {
        return jdbc.sql("SELECT COUNT(*) FROM ops.deployment WHERE keyset_since <= CURRENT_TIMESTAMP - "
                                + GrantClaims.interval(time))
                        .query(Long.class)
                        .single()
                > 0;
    }

    /**
     * Names the key that seals from now on, durably.
     *
     * @param note done in the same transaction if that is a change
     */
    void record(String fingerprint, Runnable note) {
        transaction.commit(() -> {
            int changed = jdbc.sql("UPDATE ops.deployment SET keyset_fingerprint = :key,"
                            + " keyset_since = CURRENT_TIMESTAMP"
                            + " WHERE keyset_fingerprint IS NULL OR keyset_fingerprint <> :key")
                    .param("key", fingerprint)
                    .update();
            if (changed > 0) {
                note.run();
            }
            return changed;
        });
    }

    /** The key that seals, and since when. */
    record Recorded(String fingerprint, Instant since) {}
}
