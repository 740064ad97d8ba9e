package org.qfsync.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Columns for people: aligned by what a terminal shows, not by how many characters it takes. Not thread-safe. */
public final class TextTable {
    private static final int GAP = 2;

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();
    private final int[] widths;
    private boolean titlesDue = true;

    public TextTable(List<Column> columns) {
        this.columns = List.copyOf(columns);
        this.widths = columns.stream()
                .mapToInt(column -> DisplayText.width(column.title()))
                .toArray();
    }

    /** One cell for each column. */
    public TextTable row(List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + columns.size() + " columns");
        }
        rows.add(cells.stream().map(DisplayText::of).toList());
        return this;
    }

    /**
     * The rows that have come since this was last asked, below the titles the first time. They are then forgotten, so
     * that a table of any length can be written in parts; a column never becomes narrower.
     */
    public List<String> lines() {
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], DisplayText.width(row.get(i)));
            }
        }
        List<String> lines = new ArrayList<>();
        if (titlesDue) {
            lines.add(line(columns.stream().map(Column::title).toList()));
            titlesDue = false;
        }
        rows.forEach(row -> lines.add(line(row)));
        rows.clear();
        return lines;
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(Math.max(0, widths[i] - DisplayText.width(cells.get(i))));
            line.append(columns.get(i).right ? padding + cells.get(i) : cells.get(i) + padding)
                    .append(" ".repeat(GAP));
        }
        return line.toString().stripTrailing();
    }

    /** A whole number with its thousands apart. */
    public static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /**
     * A column.
     *
     * @param right true for numbers
     */
    public record Column(String title, boolean right) {
        /** Of words. */
        public static Column text(String title) {
            return new Column(title, false);
        }

        /** Of numbers. */
        public static Column number(String title) {
            return new Column(title, true);
        }
    }
}
