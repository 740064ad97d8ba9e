package org.qfsync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries instants through JDBC: both drivers take and give {@link OffsetDateTime} for
 * {@code TIMESTAMP WITH TIME ZONE} (JDBC 4.2), not both take {@link Instant}. Precision is that of the columns,
 * microseconds.
 */
public final class Timestamps {
    private Timestamps() {}

    /** For a statement's parameter. */
    public static OffsetDateTime of(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** For a statement's parameter that may be null. */
    public static @Nullable OffsetDateTime ofNullable(@Nullable Instant instant) {
        return instant == null ? null : of(instant);
    }

    /** A column that is never null. */
    public static Instant at(ResultSet row, String column) throws SQLException {
        return find(row, column)
                .orElseThrow(() -> new IllegalStateException("column " + column + " holds no timestamp"));
    }

    /** A column that may be null. */
    public static Optional<Instant> find(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
