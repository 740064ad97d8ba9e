package org.qfsync.analytics;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.qfsync.report.TextTable.Column;
import tools.jackson.databind.json.JsonMapper;

/** A JSON array, one object a line. Numbers and booleans stay what they are; a name that comes twice is numbered. */
final class JsonPrinter implements RowPrinter {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<String> names = new ArrayList<>();
    private final PrintWriter out;
    private boolean first = true;

    JsonPrinter(List<Column> columns, PrintWriter out) {
        for (Column column : columns) {
            String name = column.title();
            for (int n = 2; names.contains(name); n++) {
                name = column.title() + "_" + n;
            }
            names.add(name);
        }
        this.out = out;
        out.print("[");
    }

    @Override
    public void row(List<? extends @Nullable Object> values) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            object.put(names.get(i), values.get(i));
        }
        out.print((first ? "\n" : ",\n") + JSON.writeValueAsString(object));
        first = false;
    }

    @Override
    public void close() {
        out.print("\n]\n");
        out.flush();
    }
}
