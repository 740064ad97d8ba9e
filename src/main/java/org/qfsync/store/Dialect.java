package org.qfsync.store;

import java.util.Locale;

/** The two kinds of database, and where they differ. */
public enum Dialect {
    /** H2 in regular mode: unquoted names are stored in upper case, one process owns the file. */
    H2,
    /** PostgreSQL: unquoted names are stored in lower case. */
    POSTGRESQL;

    /** The form in which the database's own catalogue holds an unquoted name. */
    public String stored(String name) {
        return this == H2 ? name.toUpperCase(Locale.ROOT) : name.toLowerCase(Locale.ROOT);
    }

    /** The word used for folders. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
