package org.qfsync.store;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Dataset;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What one run notes about answers that are not as we know them. Fields without a column are kept in the {@code extra}
 * column of their row; everything is told as {@link SchemaDrift} by its name and shape, never by what a user wrote.
 * Thread-safe.
 */
public final class UnknownFields {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final SchemaDrift drift;
    private final Stamp stamp;

    public UnknownFields(SchemaDrift drift, Stamp stamp) {
        this.drift = drift;
        this.stamp = stamp;
    }

    /** Notes them; returns them as the JSON of the {@code extra} column, null if there are none. */
    public @Nullable String extra(Dataset dataset, Map<String, JsonNode> fields) {
        fields.forEach((name, value) -> note(DriftKind.UNKNOWN_FIELD, dataset, name, value));
        return json(fields);
    }

    /** A value whose type is not its column's. */
    void changedType(Dataset dataset, String field, JsonNode value) {
        note(DriftKind.CHANGED_TYPE, dataset, field, value);
    }

    /** A field that used to be there always. */
    void vanished(Dataset dataset, String field) {
        note(DriftKind.VANISHED_FIELD, dataset, field, MissingNode.getInstance());
    }

    /** A word that an enumeration did not have. */
    public void unknownWord(Dataset dataset, String field, JsonNode word) {
        drift.record(
                new SchemaDrift.Sighting(
                        dataset, field, DriftKind.UNKNOWN_WORD, DriftExample.type(word), DriftExample.wordOf(word)),
                stamp);
    }

    /**
     * A change that we do not understand and therefore do not apply.
     *
     * @param what names the part that is not understood, for instance {@code type} or {@code resource}
     * @param word what stands there
     */
    public void unknownMutation(Dataset dataset, String what, JsonNode word) {
        drift.record(
                new SchemaDrift.Sighting(
                        dataset, what, DriftKind.UNKNOWN_MUTATION, DriftExample.type(word), DriftExample.wordOf(word)),
                stamp);
    }

    static @Nullable String json(Map<String, JsonNode> fields) {
        return fields.isEmpty() ? null : JSON.writeValueAsString(new TreeMap<>(fields));
    }

    private void note(DriftKind kind, Dataset dataset, String field, JsonNode value) {
        drift.record(
                new SchemaDrift.Sighting(dataset, field, kind, DriftExample.type(value), DriftExample.shapeOf(value)),
                stamp);
    }
}
