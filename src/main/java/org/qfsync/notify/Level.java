package org.qfsync.notify;

import java.util.Locale;

/** How bad something is; a later one is worse. */
enum Level {
    GOOD,
    /** Worth knowing once; neither good nor bad. */
    NEWS,
    WARNING,
    FAILURE;

    boolean isBad() {
        return compareTo(NEWS) > 0;
    }

    /** The lower-case word in the database and in messages. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Level of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
