package org.qfsync.analytics;

import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qfsync.report.TextTable.Column;

/** Prints rows one by one in one of the formats, however many there are. Close it after the last one. */
public interface RowPrinter extends AutoCloseable {
    /** One value for each column. */
    void row(List<? extends @Nullable Object> values);

    @Override
    void close();

    /** Prints rows with these columns. */
    static RowPrinter of(OutputFormat format, List<Column> columns, PrintWriter out) {
        return switch (format) {
            case TABLE -> new TablePrinter(columns, out);
            case CSV -> new CsvPrinter(columns, out);
            case JSON -> new JsonPrinter(columns, out);
            case MARKDOWN -> new MarkdownPrinter(columns, out);
        };
    }

    /** Prints these rows: who has them all before, prints nothing where something fails. */
    static void print(
            OutputFormat format,
            List<Column> columns,
            List<? extends List<? extends @Nullable Object>> rows,
            PrintWriter out) {
        try (RowPrinter printer = of(format, columns, out)) {
            rows.forEach(printer::row);
        }
    }
}
