package org.qfsync.consent;

import java.util.Locale;

/** How consents are written down in a file. */
public enum ImportFormat {
    /** One JSON object a line. */
    JSONL,
    /** A row of column names, then one row a consent (RFC 4180, but no value goes over a line's end). */
    CSV;

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
