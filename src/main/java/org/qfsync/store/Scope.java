package org.qfsync.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rows that a listing is complete for: those whose columns have these values.
 *
 * @param values by column
 */
public record Scope(Map<String, Object> values) {
    public Scope {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The whole table. */
    public static Scope all() {
        return new Scope(Map.of());
    }

    /** The rows with this value. */
    public static Scope of(String column, Object value) {
        return all().and(column, value);
    }

    /** Narrowed to the rows that have this value, too. */
    public Scope and(String column, Object value) {
        Map<String, Object> narrowed = new LinkedHashMap<>(values);
        narrowed.put(column, value);
        return new Scope(narrowed);
    }

    /** Names the columns only: values hold users' keys. */
    @Override
    public String toString() {
        return "Scope" + values.keySet();
    }
}
