package org.qfsync.sandbox;

import java.util.Map;
import java.util.Optional;

/** Ends the handling of a request with an error answer, in the shape that QF gives it. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Reply reply;
    private final transient Optional<OAuthError> error;

    private Refusal(String message, Reply reply, Optional<OAuthError> error) {
        super(message, null, false, false);
        this.reply = reply;
        this.error = error;
    }

    private Refusal(String message, Reply reply) {
        this(message, reply, Optional.empty());
    }

    Reply reply() {
        return reply;
    }

    /** What the authorization server objects to, if it is that which refuses. */
    Optional<OAuthError> error() {
        return error;
    }

    static Refusal oauth(int status, String error, String description) {
        OAuthError cause = new OAuthError(status, error, description);
        return new Refusal(error, cause.reply(), Optional.of(cause));
    }

    /** The same, told to a person: a page, and no redirect to whoever sent that person. */
    static Refusal page(int status, String error, String description) {
        OAuthError cause = new OAuthError(status, error, description);
        return new Refusal(error, Page.of(cause), Optional.of(cause));
    }

    /** The gateway's own shape. */
    static Refusal gateway(int status) {
        Reply reply = gatewayReply(status);
        return new Refusal("HTTP " + status, reply);
    }

    static Refusal insufficientScope() {
        return gateway(403, "insufficient_scope", "The access token does not have the required scopes");
    }

    static Refusal invalidToken() {
        return gateway(403, "invalid_token", "The access token is expired or has been revoked");
    }

    /** An answer in the shape of one part of the service. */
    static Refusal of(String message, Reply reply) {
        return new Refusal(message, reply);
    }

    private static Refusal gateway(int status, String type, String message) {
        return new Refusal(type, gatewayReply(status, type, message));
    }

    static Reply gatewayReply(int status) {
        return switch (status) {
            case 400 ->
                gatewayReply(status, "invalid_request", "The request is missing required headers or is invalid");
            case 401 -> gatewayReply(status, "unauthorized", "The request requires user authentication");
            case 403 ->
                gatewayReply(status, "forbidden", "The server understood the request, but refuses to authorize it");
            case 404 -> gatewayReply(status, "not_found", "The requested resource could not be found");
            case 409 -> outOfSync();
            case 422 ->
                gatewayReply(
                        status,
                        "unprocessable_entity",
                        "The request was well-formed but was unable to be followed due to semantic errors");
            case 429 -> gatewayReply(status, "rate_limit_exceeded", "Too many requests, please try again later");
            case 502 -> gatewayReply(status, "bad_gateway", "The gateway received an invalid response");
            case 503 -> gatewayReply(status, "service_unavailable", "The server is currently unable to answer");
            case 504 -> gatewayReply(status, "gateway_timeout", "The gateway did not receive a timely response");
            default -> gatewayReply(status, "internal_server_error", "The server encountered an internal error");
        };
    }

    private static Reply outOfSync() {
        return Reply.json(409, json -> {
            json.writeBooleanProperty("success", false);
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("code", "OutOfSyncError");
            json.writeStringProperty("message", "The client is behind the server");
            json.writeEndObject();
        });
    }

    private static Reply gatewayReply(int status, String type, String message) {
        return Reply.json(status, json -> {
            json.writeStringProperty("message", message);
            json.writeStringProperty("type", type);
            json.writeBooleanProperty("success", false);
        });
    }

    /**
     * The user API's validation error.
     *
     * @param problems by parameter, {@code REQUIRED} or {@code INVALID}
     */
    static Refusal validation(Map<String, String> problems) {
        Reply reply = Reply.json(422, json -> {
            json.writeObjectPropertyStart("details");
            json.writeBooleanProperty("success", false);
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("code", "ValidationError");
            json.writeStringProperty("message", "Invalid parameters: " + String.join(", ", problems.keySet()));
            json.writeObjectPropertyStart("details");
            problems.forEach(json::writeStringProperty);
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
            json.writeStringProperty("message", "Validation Error");
            json.writeStringProperty("type", "unprocessable_entity");
            json.writeBooleanProperty("success", false);
        });
        return new Refusal("ValidationError", reply);
    }
}
