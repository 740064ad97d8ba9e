package org.qfsync.domain;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The one table of what the remote side answers, what that means, and what to do: the README shows it, every message
 * takes its resolution from here. OAuth's own codes are those of RFC 6749 sections 4.1.2.1 and 5.2, RFC 6750
 * section 3.1, and RFC 8628 section 3.5.
 */
public enum KnownFailure {
    INVALID_CLIENT(
            List.of("invalid_client"),
            "Wrong or missing client secret, wrong QF_CLIENT_TYPE (a confidential client in the public flow, or the other"
                    + " way round), or a client of another environment",
            "Check QF_CLIENT_ID, QF_CLIENT_SECRET, QF_CLIENT_TYPE and QF_ENV with: qfsync check. No user's grant was"
                    + " touched."),
    INVALID_GRANT(
            List.of("invalid_grant", "token_inactive"),
            "The code or refresh token was used before, has expired or was revoked; rarely this machine's clock is wrong"
                    + " (qfsync check compares it)",
            "The user must consent again: qfsync users login, or import the new grant with qfsync users import FILE."),
    REDIRECT_URI_MISMATCH(
            List.of("redirect_uri_mismatch"),
            "The redirect URI is not one that is registered for this client",
            "Make both the same to the letter: scheme, host, port, path, trailing slash."),
    INVALID_SCOPE(
            List.of("invalid_scope"),
            "A scope is misspelt, or not approved for this client",
            "Check the names; ask Quran Foundation to approve the scope for this client. No user's grant was touched."),
    UNAUTHORIZED_CLIENT(
            List.of("unauthorized_client"),
            "This client may not use this kind of grant",
            "Ask Quran Foundation to enable it for this client. No user's grant was touched."),
    UNSUPPORTED_GRANT_TYPE(
            List.of("unsupported_grant_type", "unsupported_response_type"),
            "The server does not offer this kind of grant",
            "Check that the base URL is that of the authorization server. No user's grant was touched."),
    INVALID_REQUEST(
            List.of("invalid_request", "unprocessable_entity", "http_400", "http_422"),
            "The server does not accept the form of our request, or another refresh of the same token was under way",
            "If it comes back, report it as a bug of qfsync."),
    ACCESS_DENIED(
            List.of("access_denied"),
            "The user said no, or a rule of the server forbids it",
            "Nothing was stored. Ask the user again, if they meant yes."),
    EXPIRED_TOKEN(
            List.of("expired_token"),
            "Nobody entered the device's code in time",
            "Nothing was stored. Start again, and enter the new code within its time: qfsync users login --device."),
    UNAUTHORIZED(
            List.of("unauthorized", "invalid_token", "http_401"),
            "The service does not accept the access token; it was renewed once and refused again",
            "The user must consent again: qfsync users login, or import the new grant with qfsync users import FILE. If"
                    + " every user is refused alike: qfsync check."),
    INSUFFICIENT_SCOPE(
            List.of("insufficient_scope"),
            "The grant does not cover this dataset",
            "The dataset is off for this user until they consent to its scope: qfsync users login --scopes."),
    FORBIDDEN(
            List.of("forbidden", "http_403"),
            "The service forbids it for a reason that a new token does not cure; a wrong path is answered alike",
            "Check that this client may use this part of the API."),
    NOT_FOUND(
            List.of("not_found", "http_404"),
            "It is not there (any more)",
            "If every request fails so, check the API base URL and QF_ENV."),
    RATE_LIMIT_EXCEEDED(
            List.of("rate_limit_exceeded", "http_429"),
            "Too many requests",
            "The next run takes it up: qfsync run. If it happens every night, lower QFSYNC_API_REQUESTS_PER_SECOND."),
    UNAVAILABLE(
            List.of(
                    "internal_server_error",
                    "server_error",
                    "temporarily_unavailable",
                    "bad_gateway",
                    "service_unavailable",
                    "gateway_timeout",
                    "http_500",
                    "http_502",
                    "http_503",
                    "http_504"),
            "The service is in trouble",
            "The next run takes it up: qfsync run. What is stored stays."),
    HTML_ERROR_PAGE(
            List.of("html_error_page"),
            "Something between us and the service answered in its place",
            "Check proxies and the base URLs (qfsync check), then run again: qfsync run."),
    TLS_FAILED(
            List.of("tls_failed"),
            "The server's certificate is not trusted, has expired or is another's; nothing was sent",
            "Check the base URLs and this machine's clock. If a proxy of yours opens TLS, put its certificate into Java's"
                    + " trust store (-Djavax.net.ssl.trustStore in JAVA_TOOL_OPTIONS). The check cannot be switched off."),
    UNREACHABLE(
            List.of("unreachable", "no_answer", "connection_failed", "timeout"),
            "No connection, or no complete answer in time",
            "Check the network and Quran Foundation's status (qfsync check), then run again: qfsync run.");

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> codes;

    private final String meaning;
    private final String resolution;

    KnownFailure(List<String> codes, String meaning, String resolution) {
        this.codes = List.copyOf(codes);
        this.meaning = meaning;
        this.resolution = resolution;
    }

    /** The row of that error code, as the server wrote it or as we name what has no answer; empty for any other. */
    public static Optional<KnownFailure> of(String code) {
        return Arrays.stream(values()).filter(row -> row.codes.contains(code)).findFirst();
    }

    /** The row of that error code, else that of the bare status. */
    public static Optional<KnownFailure> of(String code, int status) {
        return of(code).or(() -> of("http_" + status));
    }

    /** The error codes of this row, the usual one first. */
    public List<String> codes() {
        return codes;
    }

    /** What the answer means: the possible causes. */
    public String meaning() {
        return meaning;
    }

    /** What to do, in whole sentences. */
    public String resolution() {
        return resolution;
    }
}
