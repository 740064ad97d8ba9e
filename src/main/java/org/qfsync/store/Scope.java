package org.qfsync.store;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a listing is complete for: those whose columns have these values, and that are not older than a day.
 *
 * @param values by column
 * @param since the first day, by column
 */
public record Scope(Map<String, Object> values, Map<String, LocalDate> since) {
    public Scope {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        since = Map.copyOf(since);
    }

    /** The rows with these values, of whatever day. */
    public Scope(Map<String, Object> values) {
        this(values, Map.of());
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
        return new Scope(narrowed, since);
    }

    /** Narrowed to the rows of that day and later ones. */
    public Scope since(String column, LocalDate day) {
        return new Scope(values, Map.of(column, day));
    }

    /** The conditions on the table {@code t}, for a WHERE clause; their parameters are {@link #parameters()}. */
    List<String> conditions() {
        List<String> conditions = new ArrayList<>();
        values.keySet().forEach(column -> conditions.add("t." + column + " = ?"));
        since.keySet().forEach(column -> conditions.add("t." + column + " >= ?"));
        return conditions;
    }

    Object[] parameters() {
        List<Object> parameters = new ArrayList<>();
        values.values()
                .forEach(value -> parameters.add(value instanceof Instant instant ? Timestamps.of(instant) : value));
        parameters.addAll(since.values());
        return parameters.toArray();
    }

    /** The column by which a row is outside; null if it is inside, as it is where it keeps what is stored. */
    @Nullable String excluding(TableSpec table, Row row) {
        for (Map.Entry<String, Object> wanted : values.entrySet()) {
            int column = table.indexOf(wanted.getKey());
            if (!row.keeps(column) && !wanted.getValue().equals(row.value(column))) {
                return wanted.getKey();
            }
        }
        for (Map.Entry<String, LocalDate> first : since.entrySet()) {
            int column = table.indexOf(first.getKey());
            boolean later = row.value(column) instanceof LocalDate day && !day.isBefore(first.getValue());
            if (!row.keeps(column) && !later) {
                return first.getKey();
            }
        }
        return null;
    }

    /** Names the columns only: values hold users' keys. */
    @Override
    public String toString() {
        return "Scope" + values.keySet() + since.keySet();
    }
}
