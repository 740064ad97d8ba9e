package org.qfsync.token;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.PermanentException;
import org.qfsync.token.CustodyDoubt.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Decides about grants that {@link Custody} has held back, as far as the server can be asked: who is not known to it any
 * more must consent again, and who is known is released, unless another copy of the database may be in use. Thread-safe.
 */
public final class QuarantineReview {
    private static final Logger LOG = LoggerFactory.getLogger(QuarantineReview.class);
    private static final Actor REVIEW = Actor.program("custody");
    private static final List<String> CODES =
            Arrays.stream(Kind.values()).map(Kind::code).toList();

    private final String clientId;
    private final GrantRepository grants;
    private final GrantChanges changes;
    private final TokenProbe probe;

    QuarantineReview(String clientId, GrantRepository grants, GrantChanges changes, TokenProbe probe) {
        this.clientId = clientId;
        this.grants = grants;
        this.changes = changes;
        this.probe = probe;
    }

    /**
     * Goes through all of them, and stops at the first that the server says nothing about: it would say no more about
     * the others.
     *
     * @param stopping asked before each; what is left then is for the next time
     * @return how many are still held back
     */
    public int review(BooleanSupplier stopping) {
        try {
            List<Grant> held = grants.heldBack(clientId, CODES);
            for (Grant grant : held) {
                if (stopping.getAsBoolean() || !decide(grant)) {
                    break;
                }
            }
            return held.isEmpty()
                    ? 0
                    : tellAbout(held.size(), grants.heldBack(clientId, CODES).size());
        } catch (DataAccessException | TransactionException e) {
            throw TokenFailures.databaseAway(
                    "The database failed while grants in quarantine were reviewed",
                    "Bring it back, then: qfsync run",
                    e);
        }
    }

    /** False if the server does not say. */
    private boolean decide(Grant grant) {
        Optional<Boolean> stands;
        try {
            stands = probe.stands(grant);
        } catch (PermanentException e) {
            LOG.warn("The token of user {} cannot be opened and stays held back", Fingerprint.of(grant.sub()));
            return true;
        }
        if (stands.isEmpty()) {
            return false;
        }
        if (!stands.get()) {
            changes.refuseHeldBack(grant, REVIEW, "introspection says that its refresh token is spent");
        } else if (Optional.of(Kind.RESTORED.code()).equals(grant.lastErrorCode())) {
            changes.release(
                    clientId, Optional.of(grant.sub()), REVIEW, "introspection says that its refresh token stands");
        }
        return true;
    }

    private static int tellAbout(int before, int left) {
        if (left == 0) {
            LOG.info("{} grants that were held back have been reviewed: none is left", before);
        } else {
            LOG.warn(
                    "{} of {} grants stay held back, because this database was restored or copied. If no other copy of"
                            + " it is in use: qfsync users release --all (a token that is spent all the same then revokes its"
                            + " user's grant, and the user must consent again)",
                    left,
                    before);
        }
        return left;
    }
}
