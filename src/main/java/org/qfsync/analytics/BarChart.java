package org.qfsync.analytics;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.qfsync.report.TextTable;
import org.qfsync.report.TextTable.Column;

/** A result as bars of text, one line each; or as a heat map, if that is what is asked for. */
public final class BarChart {
    private static final int LONGEST_BAR = 40;
    private static final String EIGHTHS = " \u258F\u258E\u258D\u258C\u258B\u258A\u2589";

    private BarChart() {}

    /** What is charted: the columns that the query names, else the first column and the first other one of numbers. */
    public static Optional<ChartHint> hint(QueryResult result, Optional<ChartHint> wanted) {
        return wanted.or(() -> IntStream.range(1, result.columns().size())
                .mapToObj(result.columns()::get)
                .filter(ResultColumn::isNumber)
                .findFirst()
                .map(value -> new ChartHint(result.columns().get(0).name(), value.name())));
    }

    /**
     * The lines of a chart, the longest bar for the greatest number; a negative number or none has no bar.
     *
     * @throws IllegalArgumentException if the result has no such columns, or the values are no numbers
     */
    public static List<String> lines(QueryResult result, ChartHint hint) {
        if (hint.isHeatMap()) {
            return HeatMap.of(result, hint).lines();
        }
        int label = result.indexOf(hint.label());
        int value = result.indexOf(hint.value());
        if (label < 0 || value < 0 || !result.columns().get(value).isNumber()) {
            throw new IllegalArgumentException("the result has no columns for " + hint);
        }
        double greatest = result.rows().stream()
                .mapToDouble(row -> number(row.get(value)))
                .max()
                .orElse(0);
        TextTable table =
                new TextTable(List.of(Column.text(hint.label()), Column.number(hint.value()), Column.text("")));
        for (List<@Nullable Object> row : result.rows()) {
            table.row(List.of(
                    text(row.get(label)),
                    text(row.get(value)),
                    bar(greatest <= 0 ? 0 : number(row.get(value)) / greatest)));
        }
        return table.lines();
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? Math.max(0, number.doubleValue()) : 0;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }

    private static String bar(double share) {
        int eighths = (int) Math.round(share * LONGEST_BAR * 8);
        String end = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1);
        return "\u2588".repeat(eighths / 8) + end;
    }
}
