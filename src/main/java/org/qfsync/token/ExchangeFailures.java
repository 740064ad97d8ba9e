package org.qfsync.token;

import org.qfsync.domain.KnownFailure;
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
        String hint = hint(refusal.code());
        if (answer instanceof TokenAnswer.ClientRefused) {
            return new SystemicException(message, refusal.code(), refusal.status(), hint, null);
        }
        boolean mayWorkAnotherTime = answer instanceof TokenAnswer.NotProcessed
                || (answer instanceof TokenAnswer.Doubtful && !refusal.code().equals("invalid_request"));
        return mayWorkAnotherTime
                ? new TransientException(message, refusal.code(), refusal.status(), hint, null)
                : new PermanentException(message, refusal.code(), refusal.status(), hint, null);
    }

    /** The same failure, told as the reason of another. */
    static SyncException because(String what, SyncException reason) {
        String message = what + ": " + reason.getMessage();
        return reason instanceof SystemicException
                ? new SystemicException(message, reason.code(), reason.httpStatus(), reason.hint(), reason)
                : new PermanentException(message, reason.code(), reason.httpStatus(), reason.hint(), reason);
    }

    private static String hint(String code) {
        KnownFailure known = KnownFailure.of(code).orElse(KnownFailure.UNREACHABLE);
        return switch (known) {
            case INVALID_GRANT ->
                known.meaning() + "; or the code belongs to another redirect URI or verifier. Nothing was stored. Start"
                        + " again, and finish within a few minutes.";
            case INVALID_REQUEST ->
                "Compare the redirect URI and QF_CLIENT_TYPE with the registration of the client. "
                        + known.resolution();
            case UNREACHABLE, UNAVAILABLE, HTML_ERROR_PAGE, RATE_LIMIT_EXCEEDED ->
                "Nothing was stored, and the code may be spent: it is good for one exchange. Start again in a while; if"
                        + " it stays: qfsync check";
            default -> known.meaning() + ". " + known.resolution();
        };
    }
}
