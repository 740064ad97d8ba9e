package org.qfsync.token;

/** Where a user's grant stands; {@code ops/grant-states.md} draws how it gets from one to another. */
public enum GrantState {
    /** Good: its refresh token is the newest that we know of. */
    ACTIVE,
    /** A refresh is under way, or was when its process died; the lease tells which. */
    REFRESHING,
    /** A refresh may have been done by the server without our learning the new token. */
    IN_DOUBT,
    /** As {@link #ACTIVE}, but its last refresh was not done: it rests until {@link Grant#nextAttemptAt()}. */
    BACKING_OFF,
    /** The server refused the refresh token for good: only the user can help. */
    REAUTH_REQUIRED,
    /** An operator put it aside: not synced, but kept alive. */
    PAUSED,
    /** Withdrawn; its tokens are gone. */
    REVOKED,
    /** Held back because using it could do harm; only an operator releases it. */
    QUARANTINED
}
