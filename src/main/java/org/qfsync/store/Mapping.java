package org.qfsync.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Dataset;
import org.qfsync.domain.PermanentException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the JSON objects of one kind become the rows of one table: declared once, column by column, as constants of the
 * class that reads them.
 *
 * <p>A field is named by its path, with dots where it stands inside another object. What the declaration does not name
 * goes to the {@code extra} column; whatever is not as declared is noted as drift ({@link DriftKind}). A field that is
 * missing although it is always there, or that has a value of another type, leaves its column as it is stored: one
 * careless release of the service must not blank a column for everybody.
 *
 * <p>Immutable and thread-safe.
 */
public final class Mapping {
    private enum Presence {
        /** Identifies the object: without it, the whole answer cannot be used. */
        KEY,
        ALWAYS,
        MAYBE
    }

    private record Field(String path, String column, ColumnType type, Presence presence, Set<String> words) {}

    private final Dataset dataset;
    private final TableSpec table;
    private final Map<String, Field> fields;
    private final Set<String> ignored;

    private Mapping(Dataset dataset, TableSpec table, Map<String, Field> fields, Set<String> ignored) {
        this.dataset = dataset;
        this.table = table;
        this.fields = fields;
        this.ignored = ignored;
    }

    /** A mapping without columns yet. */
    public static Mapping of(Dataset dataset, String table) {
        return new Mapping(dataset, TableSpec.of(table), Map.of(), Set.of());
    }

    /** A key column whose value the caller knows, such as the user. */
    public Mapping keyGiven(String column, ColumnType type) {
        return new Mapping(dataset, table.key(column, type), fields, ignored);
    }

    /** A data column whose value the caller knows, such as what was asked for. */
    public Mapping given(String column, ColumnType type) {
        return new Mapping(dataset, table.data(column, type), fields, ignored);
    }

    /** A key column with the name of its field. */
    public Mapping key(String field, ColumnType type) {
        return key(field, field, type);
    }

    /** A key column; an object without it makes the answer unreadable. */
    public Mapping key(String field, String column, ColumnType type) {
        return with(table.key(column, type), new Field(field, column, type, Presence.KEY, Set.of()));
    }

    /** A field that every object has, if only as null. */
    public Mapping always(String field, String column, ColumnType type) {
        return with(table.data(column, type), new Field(field, column, type, Presence.ALWAYS, Set.of()));
    }

    /** A field that may be left out; then its column is null. */
    public Mapping maybe(String field, String column, ColumnType type) {
        return with(table.data(column, type), new Field(field, column, type, Presence.MAYBE, Set.of()));
    }

    /** A field that every object has, with one of the service's own words; a new word is stored and noted. */
    public Mapping word(String field, String column, Set<String> known) {
        return with(
                table.data(column, ColumnType.TEXT),
                new Field(field, column, ColumnType.TEXT, Presence.ALWAYS, Set.copyOf(known)));
    }

    /** Fields that we know and do not store. */
    public Mapping ignoring(String... known) {
        Set<String> more = new TreeSet<>(ignored);
        more.addAll(List.of(known));
        return new Mapping(dataset, table, fields, Set.copyOf(more));
    }

    private Mapping with(TableSpec extended, Field field) {
        Map<String, Field> more = new LinkedHashMap<>(fields);
        if (more.put(field.path(), field) != null) {
            throw new IllegalArgumentException(table.table() + " takes the field " + field.path() + " twice");
        }
        return new Mapping(dataset, extended, more, ignored);
    }

    /** The table that the rows are of. */
    public TableSpec table() {
        return table;
    }

    /** Whose answers these are. */
    public Dataset dataset() {
        return dataset;
    }

    /**
     * One object as a row.
     *
     * @param unknown takes note of what is not as declared
     * @param given values of the {@link #keyGiven} and {@link #given} columns
     * @throws PermanentException if a key is missing or is no such value
     */
    public Row row(ObjectNode object, UnknownFields unknown, Map<String, ?> given) {
        return row(object, unknown, given, false);
    }

    /** As {@link #row}, of an object that need not be whole: what it leaves out is kept as it is stored. */
    public Row update(ObjectNode object, UnknownFields unknown, Map<String, ?> given) {
        return row(object, unknown, given, true);
    }

    private Row row(ObjectNode object, UnknownFields unknown, Map<String, ?> given, boolean partial) {
        Row.Builder row = table.row();
        given.forEach(row::set);
        Map<String, JsonNode> rest = new TreeMap<>();
        collectRest(object, "", rest, unknown);
        for (Field field : fields.values()) {
            JsonNode value = at(object, field.path());
            if (partial && value == null && field.presence() != Presence.KEY) {
                row.keep(field.column());
            } else {
                set(row, field, value, rest, unknown);
            }
        }
        return row.extra(UnknownFields.json(rest)).build();
    }

    private void set(
            Row.Builder row, Field field, @Nullable JsonNode value, Map<String, JsonNode> rest, UnknownFields unknown) {
        if (value == null && field.presence() == Presence.MAYBE) {
            return;
        }
        Optional<Object> read = value == null || value.isNull() ? Optional.empty() : JsonValue.of(field.type(), value);
        if (field.presence() == Presence.KEY && read.isEmpty()) {
            throw unidentified(field);
        }
        if (value == null) {
            unknown.vanished(dataset, field.path());
            row.keep(field.column());
        } else if (read.isPresent()) {
            row.set(field.column(), read.get());
            if (!field.words().isEmpty() && !field.words().contains(value.asString())) {
                unknown.unknownWord(dataset, field.path(), value);
            }
        } else if (!value.isNull()) {
            unknown.changedType(dataset, field.path(), value);
            rest.put(field.path(), value);
            row.keep(field.column());
        }
    }

    private PermanentException unidentified(Field field) {
        return new PermanentException(
                "An object of " + dataset.id() + " came without a usable " + field.path(),
                "unreadable_body",
                200,
                "Nothing was changed. If it happens to everyone, the service has changed its answers: update qfsync.",
                null);
    }

    private static @Nullable JsonNode at(ObjectNode object, String path) {
        JsonNode node = object;
        for (String name : path.split("\\.", -1)) {
            // An object that is null has no field either, and says so.
            if (node.isNull()) {
                return node;
            }
            JsonNode next = node.get(name);
            if (next == null) {
                return null;
            }
            node = next;
        }
        return node;
    }

    private void collectRest(ObjectNode object, String prefix, Map<String, JsonNode> rest, UnknownFields unknown) {
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            String path = prefix + property.getKey();
            if (fields.containsKey(path) || ignored.contains(path)) {
                continue;
            }
            boolean holdsKnown = fields.keySet().stream().anyMatch(known -> known.startsWith(path + "."));
            if (holdsKnown && property.getValue() instanceof ObjectNode inner) {
                collectRest(inner, path + ".", rest, unknown);
            } else if (!holdsKnown || !property.getValue().isNull()) {
                unknown.extra(dataset, Map.of(path, property.getValue()));
                rest.put(path, property.getValue());
            }
        }
    }
}
