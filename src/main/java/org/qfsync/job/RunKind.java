package org.qfsync.job;

/** What a pass works off. */
public enum RunKind {
    /** All content and all users. */
    FULL,
    /** The users that the pass before left open. */
    OPEN_REST
}
