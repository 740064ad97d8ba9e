package org.qfsync.store;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Tells an operator what a value looks like without telling what it says: users write notes and name collections, and
 * none of it belongs into a report.
 */
final class DriftExample {
    private static final int MOST_FIELDS = 12;
    private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.$-]{0,63}");
    private static final Pattern WORD = Pattern.compile("[A-Z][A-Z0-9_]{0,39}|[a-z][a-z0-9_-]{0,39}");

    private DriftExample() {}

    /** For instance {@code string}, {@code array of number}, <code>object {from, to}</code>. */
    static String shapeOf(JsonNode value) {
        if (value.isArray()) {
            return value.isEmpty() ? "empty array" : "array of " + type(value.get(0));
        }
        return value.isObject() ? "object " + fieldsOf(value) : type(value);
    }

    /** A word of an enumeration is the service's, not the user's; what does not look like one is told by its shape. */
    static String wordOf(JsonNode value) {
        return value.isString() && WORD.matcher(value.asString()).matches() ? value.asString() : shapeOf(value);
    }

    static String type(JsonNode value) {
        return value.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    private static String fieldsOf(JsonNode object) {
        return object.propertyNames().stream()
                .map(name -> FIELD_NAME.matcher(name).matches() ? name : "?")
                .sorted()
                .distinct()
                .limit(MOST_FIELDS)
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
