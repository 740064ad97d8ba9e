package org.qfsync.token;

import org.qfsync.domain.PermanentException;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;
import org.qfsync.domain.TransientException;
import org.qfsync.token.TokenAnswer.Refusal;

/** The words for each way in which a user's consent does not become a grant: what failed, and what to do. */
final class ExchangeFailures {
    private ExchangeFailures() {}

    /** @param what failed, the first words of the message */
    static SyncException of(String what, TokenAnswer answer) {
        Refusal refusal = TokenFailures.refusalOf(answer);
        String message = what + ": " + refusal.summary();
        if (answer instanceof TokenAnswer.ClientRefused) {
            return new SystemicException(
                    message, refusal.code(), refusal.status(), TokenFailures.clientHint(refusal.code()), null);
        }
        if (answer instanceof TokenAnswer.NotProcessed) {
            return new TransientException(
                    message,
                    refusal.code(),
                    refusal.status(),
                    "Nothing was stored. Start again in a while; if it stays: qfsync check",
                    null);
        }
        if (answer instanceof TokenAnswer.Doubtful && !refusal.code().equals("invalid_request")) {
            return new TransientException(
                    message,
                    refusal.code(),
                    refusal.status(),
                    "Nothing was stored, and the code may be spent: it is good for one exchange. Start again.",
                    null);
        }
        return new PermanentException(message, refusal.code(), refusal.status(), hint(refusal.code()), null);
    }

    /** The same failure, told as the reason of another. */
    static SyncException because(String what, SyncException reason) {
        String message = what + ": " + reason.getMessage();
        return reason instanceof SystemicException
                ? new SystemicException(message, reason.code(), reason.httpStatus(), reason.hint(), reason)
                : new PermanentException(message, reason.code(), reason.httpStatus(), reason.hint(), reason);
    }

    private static String hint(String code) {
        return switch (code) {
            case "invalid_grant" ->
                "The code was used before, has expired, or belongs to another redirect URI or verifier; a wrong clock"
                        + " does it, too. Start again, and finish within a few minutes.";
            case "redirect_uri_mismatch" ->
                "The redirect URI must be registered for this client exactly: scheme, host, port, path and trailing"
                        + " slash. Compare QFSYNC_LOGIN_REDIRECT_URI with the registration.";
            case "invalid_request" ->
                "The server misses something in the request: compare QFSYNC_LOGIN_REDIRECT_URI and QF_CLIENT_TYPE with"
                        + " the registration of the client, then start again.";
            default -> "Nothing was stored. Start again; if it stays: qfsync check";
        };
    }
}
