package org.qfsync.analytics;

import java.sql.Types;
import java.util.Set;
import org.qfsync.report.TextTable.Column;

/**
 * A column of a result.
 *
 * @param name in lower case
 * @param jdbcType one of {@link Types}
 * @param typeName as the database calls it
 */
public record ResultColumn(String name, int jdbcType, String typeName) {
    private static final Set<Integer> NUMBERS = Set.of(
            Types.TINYINT,
            Types.SMALLINT,
            Types.INTEGER,
            Types.BIGINT,
            Types.NUMERIC,
            Types.DECIMAL,
            Types.REAL,
            Types.FLOAT,
            Types.DOUBLE);

    public boolean isNumber() {
        return NUMBERS.contains(jdbcType);
    }

    boolean isBoolean() {
        return jdbcType == Types.BOOLEAN || jdbcType == Types.BIT;
    }

    /** PostgreSQL's driver does not give its times with a zone their own JDBC type. */
    public boolean isTimeWithZone() {
        return jdbcType == Types.TIMESTAMP_WITH_TIMEZONE || typeName.equals("timestamptz");
    }

    /** As a printer wants it. */
    public Column heading() {
        return new Column(name, isNumber());
    }
}
