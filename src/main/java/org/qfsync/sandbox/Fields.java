package org.qfsync.sandbox;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The members of one JSON object in their order: numbers, texts, booleans, null, lists and further objects. */
final class Fields {
    private final Map<String, Object> members = new LinkedHashMap<>();

    static Fields of(String name, @Nullable Object value) {
        return new Fields().with(name, value);
    }

    @SuppressWarnings("NullAway") // null is a value here
    Fields with(String name, @Nullable Object value) {
        members.put(name, value);
        return this;
    }

    Map<String, Object> map() {
        return Collections.unmodifiableMap(members);
    }

    /** Writes the members into the object that was begun. */
    static void write(JsonGenerator json, Map<String, Object> members) {
        members.forEach((name, value) -> {
            json.writeName(name);
            writeValue(json, value);
        });
    }

    static void writeValue(JsonGenerator json, @Nullable Object value) {
        json.writePOJO(value);
    }
}
