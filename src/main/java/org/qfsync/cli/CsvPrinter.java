package org.qfsync.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.qfsync.report.TextTable.Column;

/** Comma-separated values by RFC 4180: CRLF after each record, quotes where needed. NULL is an empty field. */
final class CsvPrinter implements RowPrinter {
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
        String text = value.toString();
        boolean quoted = text.isEmpty() || text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    @Override
    public void close() {
        out.flush();
    }
}
