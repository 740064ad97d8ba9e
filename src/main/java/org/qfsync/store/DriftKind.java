package org.qfsync.store;

/** How an answer differed from what we know of the service's answers. */
public enum DriftKind {
    /** A field that has no column; it is kept in {@code extra}. */
    UNKNOWN_FIELD,
    /** A word that an enumeration did not have; it is stored as it came. */
    UNKNOWN_WORD,
    /** A field that used to be there always; its column keeps what it had. */
    VANISHED_FIELD,
    /** A value of another type than its column's; it is kept in {@code extra}, the column keeps what it had. */
    CHANGED_TYPE,
    /** A change of a kind that we do not understand; it is never applied. */
    UNKNOWN_MUTATION
}
