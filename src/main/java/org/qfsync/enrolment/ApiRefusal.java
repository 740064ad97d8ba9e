package org.qfsync.enrolment;

import java.util.Locale;
import java.util.Map;
import org.qfsync.domain.SyncException;
import org.springframework.http.HttpStatus;

/** A request of an application that is not granted; what it is told holds nothing of what it sent. */
final class ApiRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String error;
    private final String said;
    private final String resolution;
    private final transient Map<String, String> headers;

    ApiRefusal(HttpStatus status, String error, String said, String resolution) {
        this(status, error, said, resolution, Map.of());
    }

    ApiRefusal(HttpStatus status, String error, String said, String resolution, Map<String, String> headers) {
        super(said, null, false, false);
        this.status = status;
        this.error = error;
        this.said = said;
        this.resolution = resolution;
        this.headers = Map.copyOf(headers);
    }

    static ApiRefusal malformed(String said) {
        return new ApiRefusal(
                HttpStatus.BAD_REQUEST, "invalid_request", said, "Correct the request; nothing was done.");
    }

    /** Which side has to do something about the failed exchange decides about the status. */
    static ApiRefusal of(SyncException failure) {
        HttpStatus status = switch (failure.code()) {
            case "invalid_grant", "invalid_request", "redirect_uri_mismatch", "no_id_token", "no_refresh_token" ->
                HttpStatus.BAD_REQUEST;
            case "database_away" -> HttpStatus.INTERNAL_SERVER_ERROR;
            default ->
                Problem.of(failure) == Problem.SERVICE_AWAY ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.BAD_GATEWAY;
        };
        return new ApiRefusal(status, failure.code(), failure.getMessage(), failure.hint());
    }

    /** What people would be shown as a page. */
    static ApiRefusal of(Problem problem, Map<String, String> headers) {
        return new ApiRefusal(
                problem.status(),
                problem == Problem.TOO_MANY
                        ? "rate_limit_exceeded"
                        : problem.name().toLowerCase(Locale.ROOT),
                problem.what(),
                problem.advice(),
                headers);
    }

    HttpStatus status() {
        return status;
    }

    /** Beyond those that every answer has. */
    Map<String, String> headers() {
        return headers;
    }

    /** What the application reads. */
    Map<String, String> body() {
        return Map.of("error", error, "message", said, "resolution", resolution);
    }
}
