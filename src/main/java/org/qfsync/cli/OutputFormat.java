package org.qfsync.cli;

/** In which form rows are printed. */
enum OutputFormat {
    /** Aligned columns, for people. */
    TABLE,
    /** RFC 4180, for spreadsheets. */
    CSV,
    /** An array of objects, for programs. */
    JSON;

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
