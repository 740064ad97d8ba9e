package org.qfsync.domain;

/** How a run ended. */
public enum Verdict {
    /** All that could be synced was; what is left needs a user or an operator, and is reported. */
    COMPLETED,
    /** At least one user or dataset failed; everything stored is consistent, the next run takes up the open rest. */
    PARTIAL,
    /** A systemic failure; a restart resumes after the last committed user. */
    FAILED,
    /** Asked to stop; a restart resumes. */
    STOPPED
}
