package org.qfsync.token;

/** Where a user's grant stands. */
public enum GrantState {
    /** Good: its refresh token is the newest that we know of. */
    ACTIVE,
    /** A refresh is under way, or was when its process died; the lease tells which. */
    REFRESHING,
    /** A refresh may have been done by the server without our learning the new token. */
    IN_DOUBT,
    /** The server refused the refresh token for good: only the user can help. */
    REAUTH_REQUIRED,
    /** An operator put it aside. */
    PAUSED,
    /** Withdrawn; its tokens are gone. */
    REVOKED,
    /** Held back because using it could revoke it; only an operator releases it. */
    QUARANTINED
}
