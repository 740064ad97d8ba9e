package org.qfsync.analytics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.qfsync.report.TextTable;
import org.qfsync.report.TextTable.Column;

/**
 * A result as a field of heat: a row for each value of one column, in it a cell for each value of another. Whole numbers
 * leave no gaps: an hour at which nobody read has its place.
 *
 * @param corner what names the rows
 * @param columns the names of the columns
 */
public record HeatMap(String corner, List<String> columns, List<Row> rows) {
    /** How many shades there are besides that for nothing. */
    public static final int STEPS = 4;

    private static final String SHADES = " \u2591\u2592\u2593\u2588";
    private static final long LONGEST_RANGE = 400;

    public HeatMap {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * Lays a result out.
     *
     * @throws IllegalArgumentException if the result has no such columns, or the values are no numbers
     */
    public static HeatMap of(QueryResult result, ChartHint hint) {
        String corner = hint.row().orElseThrow(() -> new IllegalArgumentException("no heat map: " + hint));
        int row = result.indexOf(corner);
        int column = result.indexOf(hint.label());
        int value = result.indexOf(hint.value());
        if (row < 0 || column < 0 || value < 0 || !result.columns().get(value).isNumber()) {
            throw new IllegalArgumentException("the result has no columns for " + hint);
        }
        Map<List<Object>, Number> values = new HashMap<>();
        result.rows().forEach(each -> {
            if (each.get(row) != null && each.get(column) != null && each.get(value) instanceof Number number) {
                values.put(List.of(each.get(row).toString(), each.get(column).toString()), number);
            }
        });
        double greatest =
                values.values().stream().mapToDouble(Number::doubleValue).max().orElse(0);
        List<String> names = names(result, column);
        return new HeatMap(
                corner,
                names,
                names(result, row).stream()
                        .map(name -> new Row(
                                name,
                                names.stream()
                                        .map(each -> Cell.of(values.get(List.of(name, each)), greatest))
                                        .toList()))
                        .toList());
    }

    private static List<String> names(QueryResult result, int place) {
        List<Object> found = new ArrayList<>();
        for (List<@Nullable Object> row : result.rows()) {
            Object value = row.get(place);
            if (value != null) {
                found.add(value);
            }
        }
        if (found.isEmpty() || !found.stream().allMatch(HeatMap::isWhole)) {
            return found.stream().map(Object::toString).distinct().sorted().toList();
        }
        List<Long> numbers = found.stream()
                .map(each -> ((Number) each).longValue())
                .distinct()
                .sorted()
                .toList();
        long first = numbers.get(0);
        long last = numbers.get(numbers.size() - 1);
        return last - first < LONGEST_RANGE
                ? IntStream.rangeClosed(0, (int) (last - first))
                        .mapToObj(i -> Long.toString(first + i))
                        .toList()
                : numbers.stream().map(String::valueOf).toList();
    }

    private static boolean isWhole(Object value) {
        return value instanceof Integer || value instanceof Long || value instanceof Short;
    }

    /** For a terminal: the darker the more. */
    List<String> lines() {
        int width = 1 + columns.stream().mapToInt(String::length).max().orElse(1);
        StringBuilder title = new StringBuilder();
        columns.forEach(name -> title.append(" ".repeat(width - name.length())).append(name));
        TextTable table = new TextTable(List.of(Column.text(corner), Column.text(title.toString())));
        rows.forEach(row -> {
            StringBuilder cells = new StringBuilder();
            row.cells()
                    .forEach(cell -> cells.append(' ')
                            .append(SHADES.substring(cell.step(), cell.step() + 1)
                                    .repeat(width - 1)));
            table.row(List.of(row.name(), cells.toString()));
        });
        return table.lines();
    }

    /** A row of cells, one for each column. */
    public record Row(String name, List<Cell> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /**
     * A cell.
     *
     * @param text its number; empty if there is none
     * @param step how hot it is, from 0 (nothing) to {@link #STEPS}
     */
    public record Cell(String text, int step) {
        private static Cell of(@Nullable Number value, double greatest) {
            if (value == null) {
                return new Cell("", 0);
            }
            double share = greatest <= 0 ? 0 : Math.max(0, value.doubleValue()) / greatest;
            return new Cell(Objects.toString(value), (int) Math.ceil(share * STEPS));
        }
    }
}
