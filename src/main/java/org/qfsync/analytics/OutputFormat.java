package org.qfsync.analytics;

import java.util.Locale;

/** In which form rows are printed. */
public enum OutputFormat {
    /** Aligned columns, for people. */
    TABLE,
    /** RFC 4180, for spreadsheets. */
    CSV,
    /** An array of objects, for programs. */
    JSON,
    /** A table of Markdown, for issues and reports. */
    MARKDOWN;

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
