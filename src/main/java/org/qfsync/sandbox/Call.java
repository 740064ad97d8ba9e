package org.qfsync.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request, read. Belongs to the thread that serves it. */
final class Call {
    private static final int LONGEST_BODY = 65_536;

    private final HttpExchange exchange;
    private final Route route;
    private final String path;
    private final Map<String, String> query;
    private final String body;
    private boolean repeatedParameter;

    Call(HttpExchange exchange) throws IOException {
        this.exchange = exchange;
        this.path = exchange.getRequestURI().getRawPath();
        this.route = Route.of(exchange.getRequestMethod(), path);
        this.query = parse(exchange.getRequestURI().getRawQuery());
        byte[] bytes = exchange.getRequestBody().readNBytes(LONGEST_BODY); // no legitimate request is longer
        this.body = new String(bytes, StandardCharsets.UTF_8);
    }

    Route route() {
        return route;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    String path() {
        return path;
    }

    String lastSegment() {
        return URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8);
    }

    /** As it came, without the question mark. */
    String rawQuery() {
        return Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    }

    Map<String, String> query() {
        return query;
    }

    /** Whether a parameter occurs twice, which OAuth allows nowhere (RFC 6749 §3.1). */
    boolean hasRepeatedParameter() {
        return repeatedParameter;
    }

    Optional<String> cookie(String name) {
        return header("Cookie").stream()
                .flatMap(cookies -> Arrays.stream(cookies.split(";", -1)))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(name + "="))
                .map(cookie -> cookie.substring(name.length() + 1))
                .findFirst();
    }

    Optional<String> bearer() {
        return header("Authorization")
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).strip());
    }

    String body() {
        return body;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).filter(value -> !value.isBlank());
    }

    /** The form in the body; refused if there is none, or if a parameter occurs twice (RFC 6749 §3.2). */
    Map<String, String> form() {
        String type = header("Content-Type").orElse("");
        if (!type.startsWith("application/x-www-form-urlencoded")) {
            throw Refusal.oauth(400, "invalid_request", "The body must be application/x-www-form-urlencoded.");
        }
        Map<String, String> form = parse(body);
        if (repeatedParameter) {
            throw Refusal.oauth(400, "invalid_request", "A parameter must not occur more than once.");
        }
        return form;
    }

    private Map<String, String> parse(@Nullable String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (text == null || text.isEmpty()) {
            return parameters;
        }
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            repeatedParameter |= parameters.put(decode(name), decode(value)) != null;
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a stray percent sign means itself, as most servers take it
        }
    }
}
