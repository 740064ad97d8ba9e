package org.qfsync.store;

import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qfsync.store.TableSpec.Column;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** A row as a JSON document for the history: its columns by name, without the user, the bookkeeping and what is null. */
final class RowDocument {
    private static final JsonMapper JSON = JsonMapper.shared();

    private RowDocument() {}

    /** Values in the order of the columns; moments become ISO 8601 in UTC. */
    static String of(TableSpec table, List<@Nullable Object> values, @Nullable String extra) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            List<Column> columns = table.columns();
            for (int i = 0; i < columns.size(); i++) {
                Object value = values.get(i);
                if (value != null && !columns.get(i).name().equals("sub")) {
                    json.writeName(columns.get(i).name());
                    write(json, columns.get(i).type(), value);
                }
            }
            if (extra != null) {
                json.writeName("extra");
                json.writeRawValue(extra);
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, ColumnType type, Object value) {
        if (type == ColumnType.JSON) {
            json.writeRawValue((String) value);
        } else if (value instanceof Number || value instanceof Boolean) {
            json.writePOJO(value);
        } else {
            json.writeString(value.toString());
        }
    }
}
