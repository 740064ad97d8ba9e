package org.qfsync.consent;

/** A line of an import cannot be used. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param reason in words of ours: nothing of the line is repeated, it may hold a token */
    RefusedException(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
