package org.qfsync.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One row to be stored: made by {@link TableSpec#row()}. Immutable. */
public final class Row {
    private final TableSpec table;
    private final List<@Nullable Object> values;
    private final @Nullable String extra;
    private final Set<Integer> kept;
    private final byte[] contentHash;

    private Row(TableSpec table, List<@Nullable Object> values, @Nullable String extra, Set<Integer> kept) {
        this.table = table;
        this.values = values;
        this.extra = extra;
        this.kept = kept;
        this.contentHash = ContentHash.of(table, values, extra);
    }

    TableSpec table() {
        return table;
    }

    /** The values of the key columns. */
    List<@Nullable Object> key() {
        return values.subList(0, table.keys().size());
    }

    /**
     * The value of a column.
     *
     * @throws IllegalArgumentException if the table has no such column
     */
    public @Nullable Object value(String column) {
        return values.get(table.indexOf(column));
    }

    /** Equal for rows of equal content, as the column {@code content_hash} in hexadecimal is. */
    public String fingerprint() {
        return HexFormat.of().formatHex(contentHash);
    }

    /** True if the answer did not say what some columns hold: they keep what is stored. */
    boolean keepsColumns() {
        return !kept.isEmpty();
    }

    boolean keeps(int column) {
        return kept.contains(column);
    }

    /** This row, the kept columns filled from the stored values of all columns. */
    Row filledFrom(List<@Nullable Object> stored) {
        List<@Nullable Object> filled = new ArrayList<>(values);
        kept.forEach(column -> filled.set(column, stored.get(column)));
        return new Row(table, Collections.unmodifiableList(filled), extra, Set.of());
    }

    @Nullable Object value(int column) {
        return values.get(column);
    }

    @Nullable String extra() {
        return extra;
    }

    /** The row as JSON for the history. */
    String document() {
        return RowDocument.of(table, values, extra);
    }

    byte[] contentHash() {
        return contentHash.clone();
    }

    boolean hasHash(byte[] hash) {
        return Arrays.equals(contentHash, hash);
    }

    /** Names the table only: rows hold personal data. */
    @Override
    public String toString() {
        return "Row of " + table.table();
    }

    /** Collects the values of a row. Not thread-safe. */
    public static final class Builder {
        private final TableSpec table;
        private final @Nullable Object[] values;
        private final Set<Integer> kept = new HashSet<>();
        private @Nullable String extra;

        Builder(TableSpec table) {
            this.table = table;
            this.values = new @Nullable Object[table.columns().size()];
        }

        /**
         * Sets a column.
         *
         * @throws IllegalArgumentException if the table has no such column or the value is not of its type
         */
        public Builder set(String column, @Nullable Object value) {
            int index = table.indexOf(column);
            try {
                values[index] =
                        value == null ? null : table.columns().get(index).type().stored(value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(table.table() + "." + column + ": " + e.getMessage(), e);
            }
            return this;
        }

        /** Leaves a column as it is stored; in a new row it is null. */
        public Builder keep(String column) {
            kept.add(table.indexOf(column));
            return this;
        }

        /** The fields that have no column, as a JSON document; null if there are none. */
        public Builder extra(@Nullable String json) {
            this.extra = json == null ? null : CanonicalJson.of(json);
            return this;
        }

        /**
         * The finished row.
         *
         * @throws IllegalArgumentException if a key column is null
         */
        public Row build() {
            for (int i = 0; i < table.keys().size(); i++) {
                if (values[i] == null) {
                    throw new IllegalArgumentException("a row of " + table.table() + " needs a "
                            + table.keys().get(i).name());
                }
            }
            return new Row(table, Collections.unmodifiableList(Arrays.asList(values.clone())), extra, Set.copyOf(kept));
        }
    }
}
