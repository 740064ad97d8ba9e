package org.qfsync.api;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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

    /** Tells items apart by their ids, so that one without makes the answer unreadable. */
    static void requireIds(List<ObjectNode> items, String field) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) == null || !items.get(i).path("id").isString()) {
                throw new IllegalArgumentException("no id at " + field + "[" + i + "]");
            }
        }
    }

    /** The fields that we do not know, in a stable order, so that equal answers give equal records. */
    static Map<String, JsonNode> extra(@Nullable Map<String, JsonNode> unknown) {
        return unknown == null || unknown.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
    }
}
