package org.qfsync.analytics;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query found: numbers as numbers, truth values as such, times as texts of ISO 8601 in UTC, all else as text.
 *
 * @param truncated true if there was more than the limit
 */
public record QueryResult(
        List<ResultColumn> columns, List<List<@Nullable Object>> rows, boolean truncated, Duration duration) {
    public QueryResult {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** Prints it; the writer stays open. */
    public void print(OutputFormat format, PrintWriter out) {
        RowPrinter.print(format, columns.stream().map(ResultColumn::heading).toList(), rows, out);
    }

    /** The place of a column, or -1. */
    public int indexOf(String column) {
        return columns.stream().map(ResultColumn::name).toList().indexOf(column);
    }
}
