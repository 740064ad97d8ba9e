package org.qfsync.analytics;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.qfsync.report.TextTable.Column;

/**
 * Comma-separated values by RFC 4180: CRLF after each record, quotes where needed. NULL is an empty field. A spreadsheet
 * takes text that begins like a formula for one and executes it; such text gets an apostrophe in front, by which
 * spreadsheets mark text. Numbers stay numbers.
 */
final class CsvPrinter implements RowPrinter {
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private final PrintWriter out;

    CsvPrinter(List<Column> columns, PrintWriter out) {
        this.out = out;
        row(columns.stream().map(Column::title).toList());
    }

    @Override
    public void row(List<? extends @Nullable Object> values) {
        out.print(values.stream().map(CsvPrinter::field).collect(Collectors.joining(",")) + "\r\n");
    }

    private static String field(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value instanceof Number ? value.toString() : harmless(value.toString());
        boolean quoted = text.isEmpty() || text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    /** A lone minus stands for nothing in our lists, and is no formula. */
    private static String harmless(String text) {
        return text.isEmpty() || text.equals("-") || FORMULA_STARTS.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    }

    @Override
    public void close() {
        out.flush();
    }
}
