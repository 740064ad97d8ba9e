package org.qfsync.analytics;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.qfsync.report.TextTable.Column;

/** A table of GitHub Flavored Markdown. What would end a cell, begin a tag or be taken for a sign of Markdown is escaped. */
final class MarkdownPrinter implements RowPrinter {
    private final PrintWriter out;

    MarkdownPrinter(List<Column> columns, PrintWriter out) {
        this.out = out;
        row(columns.stream().map(Column::title).toList());
        line(columns.stream().map(column -> column.right() ? "---:" : "---").toList());
    }

    @Override
    public void row(List<? extends @Nullable Object> values) {
        line(values.stream().map(MarkdownPrinter::cell).toList());
    }

    private void line(List<String> cells) {
        out.print(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof Number
                ? value.toString()
                : value.toString()
                        .replaceAll("([\\\\|`*\\[\\]])", "\\\\$1")
                        .replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replaceAll("\\R", "<br>");
    }

    @Override
    public void close() {
        out.flush();
    }
}
