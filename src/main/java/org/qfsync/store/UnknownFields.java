package org.qfsync.store;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Dataset;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What becomes of the fields that one run meets and that have no column: they are kept in the {@code extra} column of
 * their row, and noted as {@link SchemaDrift} by name and JSON type, never by value. Thread-safe.
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
        if (fields.isEmpty()) {
            return null;
        }
        fields.forEach((name, value) -> drift.record(
                dataset, name, value.getNodeType().name().toLowerCase(Locale.ROOT), stamp.at(), stamp.runId()));
        return JSON.writeValueAsString(new TreeMap<>(fields));
    }
}
