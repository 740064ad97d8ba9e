package org.qfsync.store;

/** Another process owns the H2 file; the message says which, since when and what to do. */
public final class DatabaseInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseInUseException(String message, Throwable cause) {
        super(message, cause);
    }
}
