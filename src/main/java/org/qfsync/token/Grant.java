package org.qfsync.token;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What one user allowed one client, as it stands in the database. The tokens are sealed; this type may be printed.
 *
 * @param clientId the client that obtained it
 * @param sub the user
 * @param generation how often it was rotated; every save compares and sets it
 * @param scopes what the server granted
 * @param accessExpiresAt when the stored access token ends; empty if there is none
 * @param obtainedAt when the user gave the consent
 * @param refreshedAt when the request was made that brought its newest tokens, by our clock
 * @param attemptId the refresh that last claimed or saved the row
 * @param leaseLive true while a claim stands, by the database's clock
 * @param leaseUntil when the claim ends, by the database's clock
 * @param replayCount how often an old refresh token of doubtful state was tried again
 * @param failureCount failed attempts since the last success
 * @param nextAttemptAt no refresh before this moment
 */
public record Grant(
        String clientId,
        String sub,
        GrantState state,
        long generation,
        Set<String> scopes,
        Optional<SealedToken> refreshToken,
        Optional<SealedToken> accessToken,
        Optional<Instant> accessExpiresAt,
        Optional<Instant> obtainedAt,
        Optional<Instant> refreshedAt,
        Optional<String> attemptId,
        boolean leaseLive,
        Optional<Instant> leaseUntil,
        int replayCount,
        int failureCount,
        Optional<Instant> nextAttemptAt,
        Optional<String> lastErrorCode) {}
