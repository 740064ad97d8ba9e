package org.qfsync.token;

/**
 * Where the access tokens of one owner (one user's grant, or our own client for content) come from.
 *
 * <p>Thread-safe. Both methods may make a request and fail with the {@link org.qfsync.domain.SyncException} that says
 * what is wrong with the grant or the authorization server.
 */
public interface AccessTokens {
    /** A token with enough time left for a request. */
    AccessToken current();

    /**
     * A token newer than one that the API has just refused. If a newer one already stands it is returned without a
     * request, so that a late refusal never evicts it.
     *
     * @param rejected the token that the refused request carried
     */
    AccessToken renew(AccessToken rejected);
}
