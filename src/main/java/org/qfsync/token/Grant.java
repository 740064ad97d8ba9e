package org.qfsync.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What one user allowed one client, as it stands in the database. The tokens are sealed; this type may be printed.
 *
 * @param clientId the client that obtained it
 * @param sub the user
 * @param rotation how its tokens stand, whether it was set aside or not: {@code ACTIVE}, {@code REFRESHING},
 *     {@code IN_DOUBT}, {@code REAUTH_REQUIRED} or {@code REVOKED}
 * @param generation how often it was rotated; every save compares and sets it
 * @param scopes what the server granted
 * @param accessExpiresAt when the stored access token ends; empty if there is none
 * @param obtainedAt when the user gave the consent
 * @param refreshedAt when the request was made that brought its newest tokens, by our clock; empty before the first
 * @param lastUsedAt when a run last asked for its access token
 * @param attemptId the refresh that last claimed or saved the row
 * @param leaseLive true while a claim stands, by the database's clock
 * @param leaseUntil when the claim ends, by the database's clock
 * @param replayCount how often an old refresh token of doubtful state was tried again
 * @param failureCount failed attempts since the last success
 * @param nextAttemptAt no refresh before this moment
 * @param lastErrorCode why there is no newer token; empty after a success
 * @param lastErrorStatus the HTTP status of that; empty without an answer
 * @param pausedAt since when it is paused
 * @param quarantinedAt since when using it is forbidden
 * @param withdrawnAt when the consent was withdrawn
 * @param eraseAt when the user's data is to be deleted for good
 */
public record Grant(
        String clientId,
        String sub,
        GrantState rotation,
        long generation,
        Set<String> scopes,
        Optional<SealedToken> refreshToken,
        Optional<SealedToken> accessToken,
        Optional<Instant> accessExpiresAt,
        Optional<Instant> obtainedAt,
        Optional<Instant> refreshedAt,
        Optional<Instant> lastUsedAt,
        Optional<String> attemptId,
        boolean leaseLive,
        Optional<Instant> leaseUntil,
        int replayCount,
        int failureCount,
        Optional<Instant> nextAttemptAt,
        Optional<String> lastErrorCode,
        Optional<Integer> lastErrorStatus,
        Optional<Instant> pausedAt,
        Optional<Instant> quarantinedAt,
        Optional<Instant> withdrawnAt,
        Optional<Instant> eraseAt) {

    /**
     * Where it stands, as people see it and as {@code ops.grant_status} shows it. What was set aside is
     * {@code PAUSED} or {@code QUARANTINED}; {@link #rotation()} remembers what it comes back to.
     */
    public GrantState state() {
        if (!living()) {
            return rotation;
        }
        if (quarantinedAt.isPresent()) {
            return GrantState.QUARANTINED;
        }
        return pausedAt.isPresent() ? GrantState.PAUSED : rotation;
    }

    /** {@link #state()}, and {@code BACKING_OFF} instead of {@code ACTIVE} while it rests after a failed refresh. */
    public GrantState standing(Instant now) {
        GrantState state = state();
        return state == GrantState.ACTIVE && isResting(now) ? GrantState.BACKING_OFF : state;
    }

    /** {@link #standing}, as it would be without the pause. */
    GrantState standingIfResumed(Instant now) {
        return state() != GrantState.PAUSED
                ? standing(now)
                : rotation == GrantState.ACTIVE && isResting(now) ? GrantState.BACKING_OFF : rotation;
    }

    /**
     * True if its refresh token was not rotated since then. A paused grant in doubt counts as idle at once: no run
     * would come to recover it, and a server's grace is short.
     */
    boolean isIdle(Instant since) {
        boolean leftInDoubt = pausedAt.isPresent() && rotation != GrantState.ACTIVE;
        boolean longAgo =
                refreshedAt.or(() -> obtainedAt).filter(since::isBefore).isEmpty();
        return living() && quarantinedAt.isEmpty() && (leftInDoubt || longAgo);
    }

    private boolean living() {
        return rotation != GrantState.REVOKED && rotation != GrantState.REAUTH_REQUIRED;
    }

    /** True until {@link #nextAttemptAt()}. */
    boolean isResting(Instant now) {
        return nextAttemptAt.filter(now::isBefore).isPresent();
    }

    /**
     * When the server forgets it unless it is refreshed before.
     *
     * @param refreshTokenLifetime from one rotation to the end of the token that it brought; servers do not state it
     * @return empty where there is nothing left that could lapse
     */
    public Optional<Instant> lapsesAt(Duration refreshTokenLifetime) {
        return refreshedAt.or(() -> obtainedAt).filter(at -> living()).map(at -> at.plus(refreshTokenLifetime));
    }
}
