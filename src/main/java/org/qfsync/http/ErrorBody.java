package org.qfsync.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a server says went wrong, read from any of the shapes that QF's gateway, its services and its authorization
 * server (RFC 6749 §5.2) use.
 *
 * @param code machine-readable; {@code html_error_page} for a page meant for people, {@code http_<status>} where
 *     there is none
 * @param message for people: one line of at most 200 characters without anything that could be a token; may be empty
 * @param type the gateway's own class of error beside the code, such as {@code invalid_token}
 * @param requestId by which the server's operators find the request
 */
public record ErrorBody(String code, String message, Optional<String> type, Optional<String> requestId) {
    /** The code of an HTML page where JSON was expected. */
    public static final String HTML_PAGE = "html_error_page";

    private static final int LONGEST_MESSAGE = 200;
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029\\u200e\\u200f\\u202a-\\u202e]+");
    private static final Pattern OPAQUE = Pattern.compile("[A-Za-z0-9_~+/=.%-]{20,}");

    /** Never fails: what cannot be understood is described by the status. */
    public static ErrorBody parse(int status, byte @Nullable [] body, @Nullable String contentType) {
        String text = body == null ? "" : new String(body, StandardCharsets.UTF_8).strip();
        if (isHtml(text, contentType)) {
            return new ErrorBody(
                    HTML_PAGE, "the server answered with an HTML page", Optional.empty(), Optional.empty());
        }
        try {
            JsonNode root = Json.mapper().readTree(text);
            if (root.isObject()) {
                return ofJson(status, root);
            }
        } catch (JacksonException e) {
            // Not JSON; its text may be anything, so that none of it is repeated.
            return unspecific(status);
        }
        return unspecific(status);
    }

    private static ErrorBody unspecific(int status) {
        return new ErrorBody("http_" + status, "", Optional.empty(), Optional.empty());
    }

    private static boolean isHtml(String text, @Nullable String contentType) {
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        return type.contains("html") || text.startsWith("<");
    }

    private static ErrorBody ofJson(int status, JsonNode root) {
        JsonNode error = root.path("error");
        JsonNode detailed = root.path("details").path("error");
        Stream<JsonNode> codes =
                Stream.of(error, error.path("code"), detailed.path("code"), root.path("type"), root.path("code"));
        Stream<JsonNode> messages = Stream.of(
                root.path("error_description"), error.path("message"), root.path("message"), detailed.path("message"));
        Stream<JsonNode> requestIds = Stream.of(root.path("requestId"), root.path("request_id"));
        return new ErrorBody(
                firstText(codes).filter(code -> CODE.matcher(code).matches()).orElse("http_" + status),
                firstText(messages).map(ErrorBody::sanitised).orElse(""),
                firstText(Stream.of(root.path("type")))
                        .filter(type -> CODE.matcher(type).matches()),
                firstText(requestIds).filter(id -> CODE.matcher(id).matches()));
    }

    private static Optional<String> firstText(Stream<JsonNode> candidates) {
        return candidates
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .filter(text -> !text.isBlank())
                .findFirst();
    }

    /** One short line, without control characters and without long opaque runs, which could be tokens. */
    public static String sanitised(String text) {
        String line = CONTROL.matcher(text).replaceAll(" ").strip();
        String harmless = OPAQUE.matcher(line).replaceAll("…");
        return harmless.length() <= LONGEST_MESSAGE
                ? harmless
                : harmless.substring(0, LONGEST_MESSAGE - 1).strip() + "…";
    }
}
