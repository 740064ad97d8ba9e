package org.qfsync.consent;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Secret;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One consent as an application hands it over: {@code {"sub","refresh_token","scope","client_id"?,"obtained_at"?}}.
 *
 * @param sub the user
 * @param clientId that obtained it; empty if the line does not say
 * @param obtainedAt when the user consented; empty if the line does not say
 */
record ConsentLine(
        String sub, Secret refreshToken, Set<String> scopes, Optional<String> clientId, Optional<Instant> obtainedAt) {
    private static final int LONGEST_SUB = 255;
    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * Reads it.
     *
     * @throws RefusedException with the reason, in which nothing of the line is repeated
     */
    static ConsentLine parse(String line) throws RefusedException {
        JsonNode node = object(line);
        String sub = text(node, "sub").orElseThrow(() -> new RefusedException("\"sub\" is missing"));
        if (sub.length() > LONGEST_SUB) {
            throw new RefusedException("\"sub\" is longer than " + LONGEST_SUB + " characters");
        }
        String token =
                text(node, "refresh_token").orElseThrow(() -> new RefusedException("\"refresh_token\" is missing"));
        String scope = text(node, "scope").orElseThrow(() -> new RefusedException("\"scope\" is missing"));
        return new ConsentLine(
                sub,
                new Secret(token),
                new LinkedHashSet<>(List.of(scope.strip().split("\\s+"))),
                text(node, "client_id"),
                obtainedAt(node));
    }

    private static JsonNode object(String line) throws RefusedException {
        try {
            JsonNode node = JSON.readTree(line);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            // its message quotes the line
        }
        throw new RefusedException("not a JSON object");
    }

    private static Optional<String> text(JsonNode node, String name) throws RefusedException {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString() || value.stringValue().isBlank()) {
            throw new RefusedException("\"" + name + "\" is not a text");
        }
        if (value.stringValue().chars().anyMatch(Character::isISOControl)) {
            throw new RefusedException("\"" + name + "\" holds control characters");
        }
        return Optional.of(value.stringValue());
    }

    private static Optional<Instant> obtainedAt(JsonNode node) throws RefusedException {
        @Nullable String text = text(node, "obtained_at").orElse(null);
        try {
            return text == null
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new RefusedException("\"obtained_at\" is not a time such as 2026-10-04T02:30:00Z");
        }
    }

    /** The line cannot be used. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String reason) {
            super(reason, null, false, false);
        }

        /** Why, in words of ours. */
        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
