package org.qfsync.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON in one form per meaning: sorted keys, no white space, storable text. So a mere reordering is no change. */
final class CanonicalJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CanonicalJson() {}

    /** @throws IllegalArgumentException if it is not one JSON value; the text is not repeated in the message */
    static String of(String json) {
        try {
            return JSON.writeValueAsString(canonical(JSON.readValue(json, Object.class)));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "extra is not JSON: " + e.getClass().getSimpleName(), e);
        }
    }

    private static @Nullable Object canonical(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> sorted = new TreeMap<>();
            map.forEach((name, member) -> sorted.put(StorableText.of(String.valueOf(name)), canonical(member)));
            return sorted;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>(list.size());
            list.forEach(element -> elements.add(canonical(element)));
            return elements;
        }
        return value instanceof String text ? StorableText.of(text) : value;
    }
}
