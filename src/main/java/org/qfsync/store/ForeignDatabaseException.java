package org.qfsync.store;

/** The database belongs to another environment or issuer than this start is for; nothing in it was changed. */
public final class ForeignDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ForeignDatabaseException(String message) {
        super(message);
    }
}
