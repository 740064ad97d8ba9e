package org.qfsync.job;

/** What a pass works off. */
public enum RunKind {
    /** All content and all users. */
    FULL,
    /** The users that the pass before left open. */
    OPEN_REST,
    /** Chosen datasets or users: no part of the night, which goes on as if it had not been. */
    SUBSET
}
