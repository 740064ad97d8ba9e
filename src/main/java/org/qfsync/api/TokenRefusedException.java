package org.qfsync.api;

/** The access token was not accepted: one renewal may help. Never leaves the package. */
final class TokenRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Complaint complaint;

    TokenRefusedException(Complaint complaint) {
        super(complaint.request());
        this.complaint = complaint;
    }

    Complaint complaint() {
        return complaint;
    }
}
