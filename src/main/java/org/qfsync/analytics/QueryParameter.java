package org.qfsync.analytics;

import java.util.Optional;

/**
 * A parameter of a named query.
 *
 * @param optional true if it may be left out without a default; the query then sees NULL
 * @param defaultValue what it is if it is left out
 * @param description for people; may be empty
 */
public record QueryParameter(
        String name, ParameterType type, boolean optional, Optional<String> defaultValue, String description) {
    /** True if the query cannot be run without it. */
    public boolean isRequired() {
        return !optional && defaultValue.isEmpty();
    }

    /** What is wrong with a text for it, in words for who typed it; a blank one counts as left out. */
    public Optional<String> problem(String given) {
        String text = given.isBlank() ? defaultValue.orElse("") : given;
        if (text.isBlank()) {
            return isRequired() ? Optional.of("This is needed: " + type.expected() + ".") : Optional.empty();
        }
        try {
            type.read(text);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("\"" + text + "\" is not " + type.expected() + ".");
        }
    }

    /** In a few words: {@code juz (integer, optional)}. */
    public String words() {
        String need = defaultValue.map(value -> "default " + value).orElse(optional ? "optional" : "required");
        return name + " (" + type.word() + ", " + need + ")";
    }
}
