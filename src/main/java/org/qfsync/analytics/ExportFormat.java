package org.qfsync.analytics;

import java.util.Locale;

/** In which form views are exported. */
public enum ExportFormat {
    /** Apache Parquet: typed columns, compressed, read by every notebook. */
    PARQUET,
    /** RFC 4180, one file per view. */
    CSV;

    /** As it is typed, and the ending of the files. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
