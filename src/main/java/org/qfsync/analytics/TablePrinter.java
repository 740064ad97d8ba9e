package org.qfsync.analytics;

import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qfsync.report.TextTable;
import org.qfsync.report.TextTable.Column;

/** Aligned columns. Widths are those of the first rows; later ones may widen them. Long cells are cut. */
final class TablePrinter implements RowPrinter {
    private static final int ROWS_AT_ONCE = 500;
    private static final int LONGEST_CELL = 60;

    private final TextTable table;
    private final PrintWriter out;
    private int waiting;

    TablePrinter(List<Column> columns, PrintWriter out) {
        this.table = new TextTable(columns);
        this.out = out;
    }

    @Override
    public void row(List<? extends @Nullable Object> values) {
        table.row(values.stream().map(TablePrinter::cell).toList());
        waiting++;
        if (waiting == ROWS_AT_ONCE) {
            print();
        }
    }

    private static String cell(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        if (text.codePointCount(0, text.length()) <= LONGEST_CELL) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, LONGEST_CELL - 1)) + "\u2026";
    }

    private void print() {
        table.lines().forEach(out::println);
        waiting = 0;
    }

    @Override
    public void close() {
        print();
        out.flush();
    }
}
