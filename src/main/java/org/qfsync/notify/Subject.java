package org.qfsync.notify;

import java.util.Locale;

/** What may be good or bad by itself, and is told by itself. */
enum Subject {
    /** How the latest night came out. */
    NIGHT,
    /** How long no night has been complete. */
    FRESHNESS,
    /** Users who must consent again, and grants that are held back. */
    CONSENT,
    /** Losses that wait for an operator. */
    HOLDS,
    /** What this version does not know of the service's answers. */
    DRIFT,
    /** How long our client secret has been in use. */
    CLIENT_SECRET,
    /** Grants that soon end because nothing refreshes them. */
    LAPSE;

    /** The lower-case word in the database and in messages. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
