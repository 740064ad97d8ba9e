package org.qfsync.token;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Secret;

/** What one POST to the token endpoint came to, told apart by what must be done about it. */
sealed interface TokenAnswer {
    /** New tokens. The refresh token is empty where the server issued none: the old one stays good then. */
    record Issued(Secret accessToken, Optional<Secret> refreshToken, Optional<String> scope, Duration lifetime)
            implements TokenAnswer {}

    /** The server provably did not act on it: never sent, or refused by a rate limit. */
    record NotProcessed(Refusal refusal, Optional<Duration> retryAfter) implements TokenAnswer {}

    /** A definitive no to this refresh token: {@code invalid_grant}, {@code token_inactive}. */
    record GrantRefused(Refusal refusal) implements TokenAnswer {}

    /** A no to us, whatever the token: {@code invalid_client}, {@code invalid_scope}, {@code unauthorized_client}. */
    record ClientRefused(Refusal refusal) implements TokenAnswer {}

    /** The server may have rotated the token without our learning the new one. */
    record Doubtful(Refusal refusal) implements TokenAnswer {}

    /** Any other no: the token is kept and tried again later. */
    record Declined(Refusal refusal) implements TokenAnswer {}

    /**
     * Why there is no token.
     *
     * @param code OAuth error code (RFC 6749 section 5.2) or one of our own such as {@code timeout}
     * @param status HTTP status; null without an answer
     * @param text short and sanitised
     * @param asked environment, method and path of the request; empty if none was made
     */
    record Refusal(String code, @Nullable Integer status, String text, String asked) {
        Refusal(String code, @Nullable Integer status, String text) {
            this(code, status, text, "");
        }

        /** One phrase for messages: request, status, code, text. */
        String summary() {
            String answer = status == null ? code : (asked.isEmpty() ? "HTTP " : "answered ") + status + " " + code;
            String whole = asked.isEmpty() ? answer : asked + (status == null ? ": " : " ") + answer;
            return text.isEmpty() || text.equals(code) ? whole : whole + " (" + text + ")";
        }
    }
}
