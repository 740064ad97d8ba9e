package org.qfsync.consent;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Secret;
import org.qfsync.http.ErrorBody;

/**
 * What the browser brings back from the authorization server (RFC 6749 sections 4.1.2 and 4.1.2.1, RFC 9207). Anybody
 * can make one up: only {@code state} tells whether it answers a request of ours.
 *
 * @param state empty if there is none
 * @param code to be exchanged; empty if the server says no
 * @param error why it says no, as an error code
 * @param description more about that: short and sanitised, may be empty
 * @param issuer who answers, where the server says so
 */
public record AuthorizationResponse(
        String state, Optional<Secret> code, Optional<String> error, String description, Optional<String> issuer) {
    /** Reads the query of the redirected address, still encoded; never fails. */
    public static AuthorizationResponse parse(@Nullable String rawQuery) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : String.valueOf(rawQuery).split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2 && parameters.put(decoded(parts[0]), decoded(parts[1])) != null) {
                // A parameter must not come twice (RFC 6749 section 3.1): which one is meant is anybody's guess.
                return new AuthorizationResponse("", Optional.empty(), Optional.empty(), "", Optional.empty());
            }
        }
        Optional<String> error = value(parameters, "error");
        return new AuthorizationResponse(
                parameters.getOrDefault("state", ""),
                value(parameters, "code").filter(code -> error.isEmpty()).map(Secret::new),
                error.map(code -> code.matches("[A-Za-z0-9_.-]{1,64}") ? code : "unknown_error"),
                value(parameters, "error_description").map(ErrorBody::sanitised).orElse(""),
                value(parameters, "iss"));
    }

    /** Reads a redirected address that somebody pasted; empty if it is no address. */
    public static Optional<AuthorizationResponse> ofAddress(String pasted) {
        try {
            return Optional.ofNullable(URI.create(pasted.strip()).getRawQuery()).map(AuthorizationResponse::parse);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> value(Map<String, String> parameters, String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isBlank());
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
