package org.qfsync.api;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Checks of what has come over the wire; a failed one makes the whole answer unreadable. */
final class Wire {
    /** Keeps a field that happens to be called {@code extra} apart from the map of unknown ones. */
    static final String UNKNOWN = "$unknown";

    private Wire() {}

    static <T> T required(@Nullable T value, String field) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }

    /** The fields that we do not know, in a stable order, so that equal answers give equal records. */
    static Map<String, JsonNode> extra(@Nullable Map<String, JsonNode> unknown) {
        return unknown == null || unknown.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
    }
}
