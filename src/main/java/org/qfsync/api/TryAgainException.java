package org.qfsync.api;

import feign.Request;
import feign.RetryableException;
import java.time.Duration;
import java.util.Optional;

/** An answer after which another try may help. Never leaves the package. */
final class TryAgainException extends RetryableException {
    private static final long serialVersionUID = 1L;

    private final transient Complaint complaint;
    private final transient Optional<Duration> retryAfter;

    TryAgainException(Complaint complaint, Optional<Duration> retryAfter, Request request) {
        super(complaint.status(), complaint.request(), request.httpMethod(), (Long) null, request);
        this.complaint = complaint;
        this.retryAfter = retryAfter;
    }

    Complaint complaint() {
        return complaint;
    }

    /** What the server asked for. */
    Optional<Duration> wanted() {
        return retryAfter;
    }
}
