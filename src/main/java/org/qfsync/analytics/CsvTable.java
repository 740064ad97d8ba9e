package org.qfsync.analytics;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table as comma-separated values. */
final class CsvTable implements TableFile {
    private final PrintWriter out;
    private final RowPrinter rows;

    CsvTable(Path file, List<ResultColumn> columns) throws IOException {
        out = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
        rows = RowPrinter.of(
                OutputFormat.CSV, columns.stream().map(ResultColumn::heading).toList(), out);
    }

    @Override
    public void row(List<@Nullable Object> values) {
        rows.row(values);
    }

    @Override
    public void close() throws IOException {
        rows.close();
        out.close();
        if (out.checkError()) {
            throw new IOException("not all could be written");
        }
    }
}
