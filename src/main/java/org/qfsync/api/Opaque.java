package org.qfsync.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encodes opaque values for a URL, whatever they hold. Feign's own encoding passes on what looks encoded already: a
 * cursor {@code 100%25} would reach the server as {@code 100%}, but one encoded here is left alone.
 */
final class Opaque {
    private Opaque() {}

    /** Percent-encodes everything but letters, digits and {@code . _ -}. */
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    /** The same for a parameter that may be left out. */
    static @Nullable String encodedOrAbsent(@Nullable String value) {
        return value == null ? null : encoded(value);
    }

    /** The same for the values of parameters. */
    static Map<String, String> encoded(Map<String, String> parameters) {
        Map<String, String> encoded = new LinkedHashMap<>();
        parameters.forEach((name, value) -> encoded.put(name, encoded(value)));
        return encoded;
    }
}
