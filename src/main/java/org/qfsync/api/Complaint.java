package org.qfsync.api;

import feign.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import org.qfsync.domain.KnownFailure;
import org.qfsync.domain.PermanentException;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.ReauthorizeException;
import org.qfsync.domain.ScopeMissingException;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;
import org.qfsync.domain.TransientException;
import org.qfsync.http.Asked;
import org.qfsync.http.ErrorBody;

/**
 * What is known of an answer that is not what we asked for, and the exceptions that it turns into.
 *
 * @param request environment, method and path, without query
 * @param status of the answer
 * @param error what its body says
 */
record Complaint(String request, int status, ErrorBody error) {
    /** Reads the answer's body, which the transport has already bounded and brought into memory. */
    static Complaint about(QfEnvironment environment, Response response) throws IOException {
        String contentType = response.headers().getOrDefault("Content-Type", List.of()).stream()
                .findFirst()
                .orElse(null);
        return new Complaint(
                Asked.of(environment, response.request()),
                response.status(),
                ErrorBody.parse(response.status(), bytes(response), contentType));
    }

    static byte[] bytes(Response response) throws IOException {
        if (response.body() == null) {
            return new byte[0];
        }
        try (InputStream in = response.body().asInputStream()) {
            return in.readAllBytes();
        }
    }

    static Collection<String> retryAfter(Response response) {
        return response.headers().getOrDefault("Retry-After", List.of());
    }

    boolean mayPass() {
        return status >= 500 || status == 429 || status == 408 || status == 425;
    }

    /** A 403 may be an expired token too; then alone it says so by name. */
    boolean refusesToken() {
        return status == 401 || (status == 403 && says("invalid_token"));
    }

    private boolean says(String word) {
        return error.code().equals(word) || error.type().filter(word::equals).isPresent();
    }

    TransientException exhausted(int tries) {
        String code = status == 429 ? "rate_limit_exceeded" : error.code();
        return new TransientException(
                text() + " after " + tries + (tries == 1 ? " try" : " tries"),
                code,
                status,
                (status == 429 ? KnownFailure.RATE_LIMIT_EXCEEDED : KnownFailure.UNAVAILABLE).resolution(),
                null);
    }

    SyncException refusedForUser() {
        return new ReauthorizeException(
                text() + " even with a renewed token",
                UserClient.TOKEN_REFUSED,
                status,
                KnownFailure.UNAUTHORIZED.resolution(),
                null);
    }

    SyncException refusedForContent() {
        return new SystemicException(
                text() + " even with a renewed token",
                error.code(),
                status,
                "Check that QF_CLIENT_ID is allowed to read content in this environment (QF_ENV).",
                null);
    }

    SyncException refused() {
        if (status == 403 && says("insufficient_scope")) {
            return new ScopeMissingException(
                    text(), "insufficient_scope", status, KnownFailure.INSUFFICIENT_SCOPE.resolution(), null);
        }
        return new PermanentException(text(), status == 404 ? notFoundCode() : error.code(), status, hint(), null);
    }

    private String notFoundCode() {
        return error.code().startsWith("http_") || error.code().equals(ErrorBody.HTML_PAGE)
                ? "not_found"
                : error.code();
    }

    private String hint() {
        if (status == 410) {
            return "The server's state is gone: start this dataset from the beginning.";
        }
        return status / 100 == 3
                ? "Redirects are never followed: check the API base URL."
                : KnownFailure.of(error.code(), status)
                        .map(KnownFailure::resolution)
                        .orElse("Recorded; a retry would not help.");
    }

    private String text() {
        StringBuilder text = new StringBuilder(request)
                .append(" answered ")
                .append(status)
                .append(" (")
                .append(error.code());
        if (!error.message().isEmpty()) {
            text.append(": ").append(error.message());
        }
        error.requestId().ifPresent(id -> text.append("; request id ").append(id));
        return text.append(')').toString();
    }
}
