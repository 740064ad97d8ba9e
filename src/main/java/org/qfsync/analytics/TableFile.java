package org.qfsync.analytics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of one table, written row by row. It is whole once it is closed without a failure. */
interface TableFile extends AutoCloseable {
    /** One value for each column, as {@link QueryResult} has them. */
    void row(List<@Nullable Object> values) throws IOException;

    @Override
    void close() throws IOException;

    /** Writes over that file, which is there. */
    static TableFile over(Path file, ExportFormat format, String table, List<ResultColumn> columns) throws IOException {
        return switch (format) {
            case CSV -> new CsvTable(file, columns);
            case PARQUET -> new ParquetTable(file, table, columns);
        };
    }
}
