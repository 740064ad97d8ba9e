package org.qfsync.token;

import feign.Response;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.QfEnvironment;
import org.qfsync.domain.Secret;
import org.qfsync.http.Asked;
import org.qfsync.http.ErrorBody;
import org.qfsync.http.Json;
import org.qfsync.http.RetryAfter;
import org.qfsync.token.TokenAnswer.Refusal;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads what the token endpoint answered (RFC 6749 section 5). Whatever comes, it ends in a {@link TokenAnswer}: an
 * exception here would lose a rotation that the server has made. Thread-safe.
 */
final class AnswerReader {
    private static final Set<String> GRANT_REFUSALS = Set.of("invalid_grant", "token_inactive");
    private static final Set<String> CLIENT_REFUSALS =
            Set.of("invalid_client", "invalid_scope", "unauthorized_client", "unsupported_grant_type");

    private static final int SHORTEST_LEAK = 8;

    private final QfEnvironment environment;
    private final Clock clock;

    AnswerReader(QfEnvironment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    /** @param sent what the request held and no message may repeat */
    TokenAnswer read(Response response, Collection<Secret> sent) throws IOException {
        String asked = Asked.of(environment, response.request());
        return response.status() == 200 ? issued(bytes(response), asked) : refused(response, sent, asked);
    }

    /** The answer to a revocation (RFC 7009 section 2.2), in a phrase that may be shown. */
    String revoked(Response response, Collection<Secret> sent) throws IOException {
        int status = response.status();
        ErrorBody body = ErrorBody.parse(status, bytes(response), contentType(response));
        // A gateway's page is not the server's word, whatever its status says.
        if (status == 200 && !body.code().equals(ErrorBody.HTML_PAGE)) {
            return "revoked";
        }
        return body.code().equals("http_" + status)
                ? "HTTP " + status
                : "HTTP " + status + " " + withoutSecrets(body.code(), "unknown_error", sent);
    }

    private static TokenAnswer issued(byte[] body, String asked) {
        JsonNode answer;
        try {
            answer = Json.mapper().readTree(body);
        } catch (JacksonException e) {
            return doubtful("unreadable_body", "the answer is not JSON", asked);
        }
        Optional<Secret> accessToken = text(answer, "access_token").filter(AnswerReader::fitsAHeader);
        if (accessToken.isEmpty()) {
            return doubtful("no_access_token", "the answer holds no usable token", asked);
        }
        // A refresh token goes into a form only, which carries any character. One that is there but cannot be read
        // has still replaced ours.
        Optional<Secret> refreshToken = text(answer, "refresh_token");
        if (refreshToken.isEmpty() && !isAbsent(answer.path("refresh_token"))) {
            return doubtful("no_refresh_token", "the answer holds a refresh token that cannot be read", asked);
        }
        return new TokenAnswer.Issued(
                accessToken.get(),
                refreshToken,
                text(answer, "id_token"),
                scope(answer),
                lifetime(answer.path("expires_in")));
    }

    private static TokenAnswer doubtful(String code, String text, String asked) {
        return new TokenAnswer.Doubtful(new Refusal(code, 200, text, asked));
    }

    private static Optional<Secret> text(JsonNode answer, String field) {
        return Optional.ofNullable(answer.path(field).stringValue(null))
                .filter(value -> !value.isBlank())
                .map(Secret::new);
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isString() && value.stringValue().isBlank());
    }

    private static boolean fitsAHeader(Secret token) {
        return token.reveal().chars().allMatch(c -> c > ' ' && c < 127);
    }

    /** The scopes that are well formed (RFC 6749 section 3.3); what no database could store is not among them. */
    private static Optional<String> scope(JsonNode answer) {
        String scope = Arrays.stream(
                        answer.path("scope").stringValue("").strip().split("\\s+", -1))
                .filter(token -> !token.isEmpty() && token.chars().allMatch(AnswerReader::isScopeCharacter))
                .collect(Collectors.joining(" "));
        return Optional.of(scope).filter(text -> !text.isEmpty());
    }

    private static boolean isScopeCharacter(int c) {
        return c > ' ' && c < 127 && c != '"' && c != '\\';
    }

    private static Duration lifetime(JsonNode expiresIn) {
        if (expiresIn.isString()) {
            String digits = expiresIn.stringValue().strip();
            return TokenLifetime.sane(digits.matches("\\d{1,18}") ? Long.valueOf(digits) : null);
        }
        return TokenLifetime.sane(expiresIn.isNumber() ? (long) expiresIn.doubleValue(0) : null);
    }

    private TokenAnswer refused(Response response, Collection<Secret> sent, String asked) throws IOException {
        int status = response.status();
        ErrorBody body = ErrorBody.parse(status, bytes(response), contentType(response));
        Refusal refusal = new Refusal(
                withoutSecrets(body.code(), "unknown_error", sent),
                status,
                withoutSecrets(body.message(), "", sent),
                asked);
        if (status == 429) {
            return new TokenAnswer.NotProcessed(
                    refusal,
                    RetryAfter.parse(response.headers().getOrDefault("Retry-After", List.of()), clock.instant()));
        }
        // A redirect or a gateway's page says as little about what happened behind it as a 5xx does.
        boolean saidByTheServerItself = status >= 400
                && status < 500
                && !body.code().equals(ErrorBody.HTML_PAGE)
                && !body.code().equals("http_" + status);
        // Some servers answer the loser of a race with invalid_request, after the winner rotated the token.
        if (!saidByTheServerItself || body.code().equals("invalid_request")) {
            return new TokenAnswer.Doubtful(refusal);
        }
        if (GRANT_REFUSALS.contains(body.code())) {
            return new TokenAnswer.GrantRefused(refusal);
        }
        return CLIENT_REFUSALS.contains(body.code())
                ? new TokenAnswer.ClientRefused(refusal)
                : new TokenAnswer.Declined(refusal);
    }

    private static String withoutSecrets(String text, String instead, Collection<Secret> sent) {
        return sent.stream().anyMatch(secret -> repeats(text, secret.reveal())) ? instead : text;
    }

    /** Also a piece of it: a server may escape what it repeats, or show the half of it. */
    private static boolean repeats(String text, String secret) {
        int piece = Math.min(SHORTEST_LEAK, secret.length());
        return IntStream.rangeClosed(0, secret.length() - piece)
                .anyMatch(at -> text.contains(secret.substring(at, at + piece)));
    }

    private static @Nullable String contentType(Response response) {
        return response.headers().getOrDefault("Content-Type", List.of()).stream()
                .findFirst()
                .orElse(null);
    }

    static byte[] bytes(Response response) throws IOException {
        if (response.body() == null) {
            return new byte[0];
        }
        try (var stream = response.body().asInputStream()) {
            return stream.readAllBytes();
        }
    }
}
