package org.qfsync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.qfsync.sandbox.UserTruth;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Compares what the database holds of a user, column by column, with what the service would tell tonight. */
final class WorldOracle {
    private final JdbcClient jdbc;
    private final Map<String, UserColumns> columns = UserColumns.all();
    private final boolean extra;

    /**
     * An oracle.
     *
     * @param extra whether there must be nothing that has no column
     */
    WorldOracle(JdbcClient jdbc, boolean extra) {
        this.jdbc = jdbc;
        this.extra = extra;
    }

    /** What is wrong, row by row: empty if the database holds just what the service has. */
    List<String> differences(UserTruth truth) {
        List<String> differences = new ArrayList<>();
        columns.forEach((dataset, table) -> {
            List<String> stored = stored(truth.sub(), table);
            List<String> expected = expected(truth, dataset, table);
            expected.stream()
                    .filter(row -> !stored.contains(row))
                    .forEach(row -> differences.add(dataset + " lacks " + row));
            stored.stream()
                    .filter(row -> !expected.contains(row))
                    .forEach(row -> differences.add(dataset + " wrongly has " + row));
        });
        return differences;
    }

    private List<String> stored(String sub, UserColumns table) {
        return jdbc
                .sql("SELECT * FROM " + table.table() + " WHERE sub = ? AND deleted_at IS NULL")
                .param(sub)
                .query()
                .listOfRows()
                .stream()
                .map(row -> {
                    Map<String, Object> lower = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                    lower.putAll(row);
                    Map<String, String> cells = new TreeMap<>();
                    table.fields().keySet().forEach(column -> cells.put(column, Cells.stored(lower.get(column))));
                    if (extra) {
                        cells.put("extra", Cells.stored(lower.get("extra")));
                    }
                    return cells.toString();
                })
                .toList();
    }

    private List<String> expected(UserTruth truth, String dataset, UserColumns table) {
        List<String> rows = new ArrayList<>();
        for (ObjectNode object : truth.datasets().getOrDefault(dataset, List.of())) {
            Map<String, String> cells = new TreeMap<>();
            table.fields().forEach((column, path) -> cells.put(column, Cells.sent(at(object, path))));
            if (extra) {
                cells.put("extra", Cells.stored(null));
            }
            rows.add(cells.toString());
        }
        return rows;
    }

    private static JsonNode at(JsonNode object, String path) {
        JsonNode node = object;
        for (String name : path.split("\\.", -1)) {
            node = node.path(name);
        }
        return node;
    }
}
