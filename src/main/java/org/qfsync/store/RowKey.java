package org.qfsync.store;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.qfsync.store.TableSpec.Column;

/**
 * How a row is named outside its own table: the values of its key columns but {@code sub}, in their order, with a slash
 * between them. A slash in a value is {@code %2F}, a percent sign {@code %25}, so that SQL can take it apart again.
 */
final class RowKey {
    private static final String USER = "sub";

    private RowKey() {}

    /** The name of the row with these values of the key columns. */
    static String of(TableSpec table, List<@Nullable Object> key) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < table.keys().size(); i++) {
            if (!table.keys().get(i).name().equals(USER)) {
                parts.add(part(String.valueOf(key.get(i))));
            }
        }
        return String.join("/", parts);
    }

    /** One value as it stands in a name. */
    static String part(String value) {
        return value.replace("%", "%25").replace("/", "%2F");
    }

    /** The values of the key columns again. */
    static List<@Nullable Object> values(TableSpec table, String sub, String name) {
        String[] parts = name.split("/", -1);
        List<@Nullable Object> values = new ArrayList<>(table.keys().size());
        int next = 0;
        for (Column column : table.keys()) {
            values.add(
                    column.name().equals(USER)
                            ? sub
                            : column.type()
                                    .parse(parts[next++].replace("%2F", "/").replace("%25", "%")));
        }
        return values;
    }

    /** SQL for the name of a row of that table. */
    static String sql(TableSpec table, String alias) {
        return table.keys().stream()
                .filter(column -> !column.name().equals(USER))
                .map(column -> "REPLACE(REPLACE(CAST(" + alias + "." + column.name()
                        + " AS VARCHAR), '%', '%25'), '/', '%2F')")
                .collect(Collectors.joining(" || '/' || "));
    }
}
