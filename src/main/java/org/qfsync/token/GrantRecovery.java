package org.qfsync.token;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.ReauthorizeException;
import org.qfsync.token.GrantRepository.RotatedGrant;
import org.qfsync.token.TokenAnswer.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of a grant whose refresh had an unknown outcome: from a spill file, else by introspection
 * (RFC 7662, which changes nothing), else by presenting the old refresh token once more. That may happen once in all,
 * because a server without grace answers it by revoking the grant. One grant is recovered at a time: the outcome of the
 * first tells whether the others should follow. Thread-safe.
 */
final class GrantRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(GrantRecovery.class);
    private static final int REPLAYS = 1;

    private final GrantRepository grants;
    private final GrantClaims claims;
    private final GrantRefresher refresher;
    private final TokenProbe probe;
    private final SpillFiles spill;
    private final LateTokens late;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    GrantRecovery(
            GrantRepository grants,
            GrantClaims claims,
            GrantRefresher refresher,
            TokenProbe probe,
            SpillFiles spill,
            LateTokens late) {
        this.grants = grants;
        this.claims = claims;
        this.refresher = refresher;
        this.probe = probe;
        this.spill = spill;
        this.late = late;
    }

    /** Brings home what was spilled while the database was away; returns how many grants that healed. */
    int importSpilled(String clientId) {
        int healed = 0;
        for (RotatedGrant rotated : spill.readAll(clientId)) {
            healed += bringHome(rotated) ? 1 : 0;
        }
        return healed;
    }

    /** Refreshes whose process died are in doubt; returns how many there were. */
    int markAbandoned(String clientId) {
        return claims.markAbandonedInDoubt(clientId);
    }

    /**
     * Recovers a grant in doubt whose lease is over.
     *
     * @return empty if the row has moved on and must be read again
     */
    Optional<IssuedToken> recover(Grant grant, TokenRun run) {
        oneAtATime.lock();
        try {
            run.breaker().requireClosed();
            Optional<RotatedGrant> spilled = spill.find(grant.clientId(), grant.sub(), grant.generation());
            if (spilled.isPresent()) {
                bringHome(spilled.get());
                return Optional.empty();
            }
            LOG.info("Recovering the grant in doubt of user {}", Fingerprint.of(grant.sub()));
            Optional<Boolean> active = probe.stands(grant);
            if (active.isPresent()) {
                return active.get() ? refresher.refresh(grant, false, run) : refused(grant);
            }
            if (grant.replayCount() >= REPLAYS) {
                throw exhausted(grant);
            }
            return refresher.refresh(grant, true, run);
        } finally {
            oneAtATime.unlock();
        }
    }

    private boolean bringHome(RotatedGrant rotated) {
        boolean saved = grants.save(rotated);
        if (saved) {
            LOG.info("Imported the spilled token of user {}", Fingerprint.of(rotated.sub()));
        } else {
            late.settle(rotated);
        }
        spill.delete(rotated);
        return saved;
    }

    private Optional<IssuedToken> refused(Grant grant) {
        Refusal refusal = new Refusal("token_inactive", 200, "introspection says the refresh token is spent");
        if (!claims.refuseDoubtful(grant, refusal)) {
            return Optional.empty();
        }
        throw TokenFailures.mustConsentAgain(grant.sub(), refusal);
    }

    private static ReauthorizeException exhausted(Grant grant) {
        return new ReauthorizeException(
                "The grant of user " + Fingerprint.of(grant.sub()) + " is in doubt and its one replay was used",
                "in_doubt_exhausted",
                null,
                "The outcome of its last refresh cannot be known; ask the user to consent again and import the grant",
                null);
    }
}
