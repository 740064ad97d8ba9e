package org.qfsync.domain;

/** Failures, told apart by what their handler does. */
public enum FailureKind {
    /** Retried with backoff; when the tries are used up, the user or dataset fails for tonight. */
    TRANSIENT,
    /** Recorded with a hint; the run goes on, a retry would not help. */
    PERMANENT,
    /** The user must consent again; the run goes on and the verdict stays clean. */
    REAUTHORIZE,
    /** The grant does not cover this dataset: it is skipped, the rest goes on. */
    SCOPE_MISSING,
    /** Our own credentials, the authorization server or the database: the step stops, no user's state changes. */
    SYSTEMIC
}
