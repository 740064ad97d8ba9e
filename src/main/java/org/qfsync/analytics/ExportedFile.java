package org.qfsync.analytics;

import java.util.List;
import org.qfsync.analytics.ExportManifest.ExportedColumn;

/**
 * A file of an export.
 *
 * @param name in the export's folder
 * @param view of the schema analytics
 * @param sha256 of its bytes, hexadecimal
 */
public record ExportedFile(
        String name, String view, long rows, long bytes, String sha256, List<ExportedColumn> columns) {
    public ExportedFile {
        columns = List.copyOf(columns);
    }
}
