package org.qfsync.console;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.qfsync.analytics.ChartHint;
import org.qfsync.analytics.HeatMap;
import org.qfsync.analytics.NamedQuery;
import org.qfsync.analytics.QueryResult;
import org.qfsync.analytics.ResultColumn;

/**
 * An answer as a page shows it: its table, and the chart above it.
 *
 * @param cut true if there is more than these rows
 * @param bars empty where none are drawn
 */
public record Answer(
        List<ResultColumn> columns,
        List<List<Cell>> rows,
        boolean cut,
        Duration duration,
        Optional<ChartHint> chart,
        List<Bar> bars,
        Optional<HeatMap> heat) {
    /** More bars than these are no picture. */
    public static final int MOST_BARS = 120;

    private static final int GROUPED_FROM = 10_000;
    private static final int DIGITS = 4;

    public Answer {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        bars = List.copyOf(bars);
    }

    static Answer of(NamedQuery query, QueryResult result) {
        Optional<ChartHint> chart = query.chart().filter(hint -> !result.rows().isEmpty());
        return new Answer(
                result.columns(),
                result.rows().stream().map(row -> cells(result, row)).toList(),
                result.truncated(),
                result.duration(),
                chart,
                chart.filter(hint -> !hint.isHeatMap())
                        .map(hint -> bars(result, hint))
                        .orElse(List.of()),
                chart.filter(ChartHint::isHeatMap).map(hint -> HeatMap.of(result, hint)));
    }

    private static List<Cell> cells(QueryResult result, List<@Nullable Object> row) {
        return IntStream.range(0, row.size())
                .mapToObj(i -> Cell.of(result.columns().get(i), row.get(i)))
                .toList();
    }

    private static List<Bar> bars(QueryResult result, ChartHint hint) {
        int label = result.indexOf(hint.label());
        int value = result.indexOf(hint.value());
        double greatest = result.rows().stream()
                .limit(MOST_BARS)
                .mapToDouble(row -> length(row.get(value)))
                .max()
                .orElse(0);
        return result.rows().stream()
                .limit(MOST_BARS)
                .map(row -> new Bar(
                        Objects.toString(row.get(label), "none"),
                        row.get(value) instanceof Number number ? words(number) : "none",
                        greatest <= 0 ? 0 : 100 * length(row.get(value)) / greatest))
                .toList();
    }

    private static double length(@Nullable Object value) {
        return value instanceof Number number ? Math.max(0, number.doubleValue()) : 0;
    }

    /** Numbers of five digits and more are easier to read in groups; a year is none of them. */
    private static String words(Number number) {
        if (number instanceof Integer || number instanceof Long || number instanceof Short) {
            long whole = number.longValue();
            return Math.abs(whole) < GROUPED_FROM ? Long.toString(whole) : String.format(Locale.ROOT, "%,d", whole);
        }
        // The download has all digits.
        return BigDecimal.valueOf(number.doubleValue())
                .setScale(DIGITS, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** What a row of the heat map is called. */
    public String rowName(HeatMap map, HeatMap.Row row) {
        return map.corner().equals("weekday") && row.name().matches("[1-7]")
                ? DayOfWeek.of(Integer.parseInt(row.name())).getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                : row.name();
    }

    /**
     * A cell of the table.
     *
     * @param at the moment, if it is one
     * @param isThere false for NULL
     */
    public record Cell(String text, boolean isNumber, Optional<Instant> at, boolean isThere) {
        private static Cell of(ResultColumn column, @Nullable Object value) {
            if (value == null) {
                return new Cell("", column.isNumber(), Optional.empty(), false);
            }
            return new Cell(
                    value instanceof Number number ? words(number) : value.toString(),
                    column.isNumber(),
                    column.isTimeWithZone() ? Optional.of(Instant.parse(value.toString())) : Optional.empty(),
                    true);
        }
    }

    /**
     * A bar.
     *
     * @param percent of the longest
     */
    public record Bar(String label, String value, double percent) {
        /** As SVG has it. */
        public String width() {
            return String.format(Locale.ROOT, "%.1f%%", percent);
        }
    }
}
