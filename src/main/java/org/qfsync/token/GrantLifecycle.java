package org.qfsync.token;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.qfsync.domain.SystemicException;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * What people decide about the grants of our client, each decision audited in the transaction that makes it.
 * Thread-safe, across processes too. A database that is away is a {@link SystemicException}.
 *
 * <p>Pause and quarantine are kept beside the state of the tokens: a grant in doubt that is set aside comes back in
 * doubt.
 */
public final class GrantLifecycle {
    private final String clientId;
    private final GrantChanges changes;
    private final Withdrawal withdrawal;
    private final SpillFiles spill;
    private final Custody custody;

    GrantLifecycle(String clientId, GrantChanges changes, Withdrawal withdrawal, SpillFiles spill, Custody custody) {
        this.clientId = clientId;
        this.changes = changes;
        this.withdrawal = withdrawal;
        this.spill = spill;
        this.custody = custody;
    }

    /**
     * Puts the user aside: no run syncs them, their grant is kept alive.
     *
     * @return false if there is nothing to pause: unknown, paused or in quarantine already, withdrawn, or refused by
     *     the server
     */
    public boolean pause(String sub, Actor who) {
        return onDatabase(() -> changes.pause(clientId, sub, who));
    }

    /**
     * Ends a pause.
     *
     * @return false if the grant is not paused
     */
    public boolean resume(String sub, Actor who) {
        return onDatabase(() -> changes.resume(clientId, sub, who));
    }

    /**
     * Holds back every grant that could still be used, because its tokens may be known to another copy of this
     * database, or be spent since a backup. All of them are in doubt from then on.
     *
     * @return how many
     */
    public int quarantineAll(Actor who, String reason) {
        return onDatabase(() -> changes.quarantineAll(clientId, who, "quarantined", reason));
    }

    /**
     * Frees grants from quarantine. What was held because it is in doubt is recovered at its next use: asked about by
     * introspection, and where that is out of reach its refresh token is presented once, which revokes the grant if the
     * token was spent elsewhere.
     *
     * @param sub one user; empty for all
     * @return how many
     */
    public int release(Optional<String> sub, Actor who) {
        return onDatabase(() -> changes.release(clientId, sub, who, ""));
    }

    /**
     * Withdraws a consent: the refresh token is revoked at the server (RFC 7009) and deleted here whatever the server
     * answers. A refresh under way is waited for, up to its lease. Doing it again changes nothing.
     *
     * @param eraseAt when the user's data is to be deleted for good
     */
    public Disconnected disconnect(String sub, Actor who, Instant eraseAt) {
        return onDatabase(() -> withdrawal.withdraw(clientId, sub, who, eraseAt));
    }

    /**
     * Deletes the last traces of a grant that was disconnected, spill files included; in the caller's transaction if
     * there is one. The audit stays: it holds no {@code sub}.
     *
     * @return false if there is none, or it was not disconnected
     */
    public boolean forget(String sub) {
        boolean deleted = changes.delete(clientId, sub);
        if (deleted) {
            spill.deleteAll(clientId, sub);
        }
        return deleted;
    }

    private <T> T onDatabase(Supplier<T> work) {
        try {
            custody.ensureBegun();
            return work.get();
        } catch (DataAccessException | TransactionException e) {
            throw TokenFailures.databaseAway(
                    "The database failed while grants were changed",
                    "Bring it back and do the same again: it goes on where it stopped.",
                    e);
        }
    }
}
