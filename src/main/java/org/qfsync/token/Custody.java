package org.qfsync.token;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.SystemicException;
import org.qfsync.token.CustodyDoubt.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Tells a restored or copied database from the one that was in use, because its tokens are spent or somebody else's,
 * and presenting a spent one revokes the user's grant. Database and home both remember how far the database has come:
 * an epoch that goes up before the first rotation of a process, at least once a minute while it rotates, and when a run
 * ends. The database's copy is durable before the home's is written, so that no crash leaves the home ahead. Where the two do
 * not fit, every grant is held back. Thread-safe, across processes too: of several at work on one PostgreSQL database
 * each finds an epoch that is at least its own.
 */
public final class Custody {
    private static final Logger LOG = LoggerFactory.getLogger(Custody.class);
    private static final Actor CUSTODY = Actor.program("custody");
    private static final Duration STEP = Duration.ofMinutes(1);

    private final CustodyRecord database;
    private final CustodyFile home;
    private final GrantChanges changes;
    private final Ticker ticker;
    private volatile @Nullable CustodyMark known;
    private volatile @Nullable Duration advancedAt;

    Custody(CustodyRecord database, CustodyFile home, GrantChanges changes, Ticker ticker) {
        this.database = database;
        this.home = home;
        this.changes = changes;
        this.ticker = ticker;
    }

    /**
     * Finds out whether this database is the newest one, and holds back every grant if that is in doubt. To be called
     * before anything is done with a grant; what forgets to is covered by {@link #requireSame}. Whoever only looks must
     * not call it: a colleague's machine that never saw this database would hold back its grants for all.
     *
     * @throws SystemicException if the database is away or the home cannot be written
     */
    public void begin() {
        try {
            compare();
        } catch (DataAccessException | TransactionException e) {
            throw TokenFailures.databaseAway(
                    "The database failed while it was compared with what this home remembers of it",
                    "No grant was used. Bring it back and do the same again.",
                    e);
        }
    }

    /** Why {@link #begin()} would hold back the grants, in words about this database; empty if it would not. Only looks. */
    public Optional<String> doubt() {
        Optional<CustodyMark> remembered = home.read();
        return database.clientsWithGrants().isEmpty()
                ? Optional.empty()
                : CustodyDoubt.between(remembered, database.now()).map(CustodyDoubt::reason);
    }

    /** As {@link #begin()}, unless this process has done so before: for whatever changes a grant. */
    void ensureBegun() {
        if (known == null) {
            begin();
        }
    }

    private synchronized CustodyMark compare() {
        // The home first: another process may advance both meanwhile, the database before the home.
        Optional<CustodyMark> remembered = home.read();
        CustodyMark found = database.now();
        boolean atRisk = !database.clientsWithGrants().isEmpty();
        Optional<CustodyDoubt> doubt = CustodyDoubt.between(remembered, found);
        if (atRisk) {
            doubt.ifPresent(this::holdBack);
        }
        known = found;
        boolean first = remembered.isEmpty() || found.epoch() == 0;
        return doubt.isPresent() || first
                ? advance(found, remembered.map(CustodyMark::epoch).orElse(0L))
                : found;
    }

    private void holdBack(CustodyDoubt doubt) {
        int held = 0;
        for (String client : database.clientsWithGrants()) {
            if (doubt.kind() == Kind.COPIED) {
                changes.exchangeCode(client, Kind.RESTORED.code(), Kind.COPIED.code());
            }
            held += changes.quarantineAll(client, CUSTODY, doubt.kind().code(), "this database " + doubt.reason());
        }
        LOG.warn(
                "This database {}. {} are held back and will not be used: their tokens may be spent, and presenting a"
                        + " spent one revokes the user's grant. {}",
                doubt.reason(),
                held == 1 ? "1 grant" : held + " grants",
                switch (doubt.kind()) {
                    case RESTORED ->
                        "The next run asks the server which of them still stand. What it cannot find out is released by"
                                + " hand: qfsync users release --all";
                    case COPIED ->
                        "If the other one is still in use, leave it so. If it is gone for good: qfsync users release --all";
                });
    }

    /**
     * To be called right before a token is rotated.
     *
     * @throws SystemicException if the database was exchanged for an older or another one while this process ran, or
     *     the home cannot be written
     */
    void requireSame() {
        CustodyMark before = known;
        if (before == null) {
            before = compare();
        }
        CustodyMark now = database.now();
        if (!now.deployment().equals(before.deployment()) || now.epoch() < before.epoch()) {
            throw exchanged();
        }
        if (isDue()) {
            advanceIfDue(now);
        }
    }

    private static SystemicException exchanged() {
        return new SystemicException(
                "The database was exchanged for an older or another one while this process was running",
                "database_restored",
                null,
                "No token was rotated since. The next run holds back every grant and tells what to do: qfsync run",
                null);
    }

    /** To be called at the end of a run: a backup that was made while it went on is older than what it left. */
    public void settle() {
        try {
            CustodyMark last = known;
            if (last != null && advancedAt != null) {
                advance(last, 0);
            }
        } catch (DataAccessException | TransactionException | SystemicException e) {
            LOG.warn("The epoch of the database was not advanced at the end: {}", e.getMessage());
        }
    }

    private boolean isDue() {
        Duration last = advancedAt;
        return last == null || ticker.elapsed().minus(last).compareTo(STEP) >= 0;
    }

    private synchronized void advanceIfDue(CustodyMark now) {
        if (isDue()) {
            advance(now, 0);
        }
    }

    private synchronized CustodyMark advance(CustodyMark from, long beyond) {
        CustodyMark next = database.advance(from, beyond).orElseThrow(Custody::exchanged);
        home.write(next);
        known = next;
        advancedAt = ticker.elapsed();
        return next;
    }
}
