package org.qfsync.token;

/**
 * What a withdrawal came to.
 *
 * @param known false if there is no grant of that user
 * @param alreadyGone true if it had been withdrawn before
 * @param upstream what the authorization server said, in a phrase that may be shown: {@code revoked},
 *     {@code HTTP 503}, {@code no answer}, {@code nothing to revoke}
 */
public record Disconnected(boolean known, boolean alreadyGone, String upstream) {
    static final String NOTHING = "nothing to revoke";
}
