package org.qfsync.sandbox;

import java.util.Map;

/**
 * An error of the authorization server, in either of the two shapes that occur in the field (RFC 6749 §5.2).
 *
 * @param status for the HTTP answer
 * @param code as the standard names it
 * @param description what is wrong with this request
 */
record OAuthError(int status, String code, String description) {
    private static final Map<String, String> HINTS = Map.of(
            "invalid_client", "Look at the client's id, its secret, its type and how it sends them.",
            "invalid_grant", "Codes and refresh tokens work once, for one client, and for a limited time.",
            "invalid_scope", "Ask for approved scopes only, and mind their spelling.",
            "invalid_request", "Look for a parameter that is missing, malformed or repeated.",
            "unauthorized_client", "This client may not do that in this way.",
            "invalid_state", "Send at least 8 characters that nobody can guess.",
            "redirect_uri_mismatch", "Scheme, host, port, path and trailing slash must all be as registered.",
            "slow_down", "Wait five seconds longer between two questions from now on.");

    Reply reply() {
        return Reply.json(status, json -> {
                    json.writeStringProperty("error", code);
                    json.writeStringProperty("error_description", description);
                    json.writeStringProperty("error_hint", hint());
                    json.writeNumberProperty("status_code", status);
                })
                .with("Cache-Control", "no-store");
    }

    /** The shape that a gateway in front of the server gives it. */
    Reply nested() {
        return Reply.json(status, json -> {
                    json.writeObjectPropertyStart("error");
                    json.writeStringProperty("code", code);
                    json.writeStringProperty("message", description);
                    json.writeStringProperty("details", hint());
                    json.writeEndObject();
                })
                .with("Cache-Control", "no-store");
    }

    String hint() {
        return HINTS.getOrDefault(code, "The simulator says no more about this.");
    }
}
