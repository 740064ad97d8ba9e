package org.qfsync.analytics;

import java.sql.Types;
import java.util.Locale;

/** What an exported column holds, by which a reader of the files may choose its own types. */
enum ExportType {
    INT32,
    INT64,
    DOUBLE,
    BOOLEAN,
    DATE,
    /** In UTC, to the microsecond. */
    TIMESTAMP,
    /** Without a zone, to the microsecond. */
    LOCAL_TIMESTAMP,
    TEXT;

    static ExportType of(ResultColumn column) {
        if (column.isBoolean()) {
            return BOOLEAN;
        }
        if (column.isTimeWithZone()) {
            return TIMESTAMP;
        }
        return switch (column.jdbcType()) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> INT32;
            case Types.BIGINT -> INT64;
            case Types.NUMERIC, Types.DECIMAL, Types.REAL, Types.FLOAT, Types.DOUBLE -> DOUBLE;
            case Types.DATE -> DATE;
            case Types.TIMESTAMP -> LOCAL_TIMESTAMP;
            default -> TEXT;
        };
    }

    /** As the manifest names it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
