package org.qfsync.enrolment;

/** Another process listens where the enrolment pages are to be served. */
public final class PortTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortTakenException(String message) {
        super(message);
    }
}
