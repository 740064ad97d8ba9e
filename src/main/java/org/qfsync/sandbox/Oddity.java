package org.qfsync.sandbox;

/**
 * A way in which the items of a route's answers are not as documented. It is not in {@link Sandbox#truth()}.
 *
 * @param route by name, with wildcards as in {@link FaultRule}
 * @param kind what is odd
 * @param field the field that is odd; a field within a field after a slash, as in {@code theme/type}
 */
public record Oddity(String route, Kind kind, String field) {
    /** Ways to be odd. */
    public enum Kind {
        /** A field that no document knows. */
        NEW_FIELD,
        /** A text that no document knows, in an existing field. */
        NEW_WORD,
        /** The field is not there. */
        FIELD_GONE,
        /** What was a number is a text, a text is a number, anything else a text. */
        OTHER_TYPE
    }

    /** What a new word or field says. */
    public static final String WORD = "sandbox-novelty";

    public Oddity {
        if (!Route.isKnown(route)) {
            throw new IllegalArgumentException("The sandbox has no route \"" + route + "\"");
        }
        if (field.isBlank()) {
            throw new IllegalArgumentException("An oddity of " + route + " needs a field");
        }
    }
}
