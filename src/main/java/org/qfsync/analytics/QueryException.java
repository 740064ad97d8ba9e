package org.qfsync.analytics;

/** A query cannot be run; the message says on one line why and what to do. */
public final class QueryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    QueryException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    QueryException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Whose it is to mend. */
    public enum Reason {
        /** There is no query of that name. */
        UNKNOWN,
        /** A parameter is unknown, missing or of another type. */
        PARAMETER,
        /** The statement reads nothing. */
        NO_ROWS,
        /** The query's file is not as it must be. */
        FILE,
        /** It ran into the time limit. */
        TOO_LONG,
        /** The database refused it. */
        REFUSED
    }
}
