package org.qfsync.sandbox;

import java.util.Map;

/**
 * What the sandbox was asked since its start (or the last reset).
 *
 * @param requests all requests but those to the sandbox's own controls
 * @param requestsByRoute by route name, as in {@link FaultRule}
 * @param requestsByToken API requests by fingerprint of the access token
 * @param requestsBySub user API requests by user
 * @param responsesByStatus answers by HTTP status; {@code 0} counts connections that were dropped
 * @param tokenRequests requests to the token endpoint
 * @param refreshesBySub successful refreshes by user
 * @param refreshTokenReuses how often a refresh token was presented after it had been spent: 0 for a correct client
 * @param faults injected faults
 * @param codeReplays how often an authorization code was presented after it had been used: 0 for a correct client
 * @param revocations grants that a client ended by revoking a token
 * @param unauthenticated requests that were refused with {@code invalid_client}
 */
public record SandboxStats(
        long requests,
        Map<String, Long> requestsByRoute,
        Map<String, Long> requestsByToken,
        Map<String, Long> requestsBySub,
        Map<String, Long> responsesByStatus,
        long tokenRequests,
        Map<String, Long> refreshesBySub,
        long refreshTokenReuses,
        long faults,
        long codeReplays,
        long revocations,
        long unauthenticated) {
    /** Requests to one route; 0 if there were none. */
    public long route(String name) {
        return requestsByRoute.getOrDefault(name, 0L);
    }
}
