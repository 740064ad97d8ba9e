package org.qfsync.api;

import feign.RetryableException;
import feign.Retryer;
import java.time.Duration;
import java.util.Optional;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.TransientException;
import org.qfsync.http.Backoff;
import org.qfsync.http.BodyTooLargeException;
import org.qfsync.http.RetryMeters;
import org.qfsync.http.RetryMeters.Reason;
import org.qfsync.http.Sleeper;

/**
 * Tries one request a bounded number of times, with exponential backoff, but never before the server's
 * {@code Retry-After}. All requests are reads, so that a doubtful one may be sent again. Feign clones it for each
 * request; a clone is used by one thread.
 */
final class PatientRetryer implements Retryer {
    private static final int TOO_MANY_REQUESTS = 429;

    private final int maxAttempts;
    private final Backoff backoff;
    private final Sleeper sleeper;
    private final RetryMeters meters;
    private int tries;

    PatientRetryer(int maxAttempts, Backoff backoff, Sleeper sleeper, RetryMeters meters) {
        this.maxAttempts = maxAttempts;
        this.backoff = backoff;
        this.sleeper = sleeper;
        this.meters = meters;
    }

    @Override
    public void continueOrPropagate(RetryableException failure) {
        tries++;
        if (failure.getCause() instanceof BodyTooLargeException tooLarge) {
            throw refused(tooLarge);
        }
        if (tries >= maxAttempts) {
            throw exhausted(failure);
        }
        Duration wait = backoff.afterFailures(tries);
        Duration wanted = wanted(failure).orElse(Duration.ZERO);
        try {
            sleeper.sleep(wait.compareTo(wanted) > 0 ? wait : wanted);
            meters.count(reason(failure));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw exhausted(failure);
        }
    }

    private static Reason reason(RetryableException failure) {
        if (failure instanceof TryAgainException) {
            return failure.status() == TOO_MANY_REQUESTS ? Reason.RATE_LIMIT : Reason.SERVER_ERROR;
        }
        return Reason.NO_ANSWER;
    }

    private static Optional<Duration> wanted(RetryableException failure) {
        return failure instanceof TryAgainException answer ? answer.wanted() : Optional.empty();
    }

    private SyncException exhausted(RetryableException failure) {
        if (failure instanceof TryAgainException answer) {
            return answer.complaint().exhausted(tries);
        }
        // The transport's message names the request without its query; Feign's own would not.
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return new TransientException(
                cause.getMessage() + "; " + tries + (tries == 1 ? " try" : " tries"),
                "connection_failed",
                null,
                "The service could not be reached or did not answer in time: the next run takes it up.",
                cause);
    }

    private static SyncException refused(BodyTooLargeException tooLarge) {
        return new PermanentException(
                String.valueOf(tooLarge.getMessage()),
                "body_too_large",
                null,
                "If the answer is legitimate, raise QFSYNC_API_MAX_BODY_BYTES.",
                tooLarge);
    }

    @Override
    @SuppressWarnings({"MethodDoesntCallSuperMethod", "CheckedExceptionNotThrown"})
    public Retryer clone() {
        return new PatientRetryer(maxAttempts, backoff, sleeper, meters);
    }
}
