package org.qfsync.analytics;

import org.qfsync.domain.Settings;

/**
 * How much a query may bring.
 *
 * @param maxRows no more rows than these
 */
public record QueryProperties(int maxRows) {
    static final int DEFAULT_MAX_ROWS = 100_000;

    /** The limit that nobody set. */
    public static QueryProperties defaults() {
        return new QueryProperties(DEFAULT_MAX_ROWS);
    }

    /** Reads {@code qfsync.query.max-rows}. Notes violations in the settings instead of throwing. */
    public static QueryProperties from(Settings settings) {
        return new QueryProperties(settings.integer("qfsync.query.max-rows", DEFAULT_MAX_ROWS, 1, 100_000_000));
    }
}
