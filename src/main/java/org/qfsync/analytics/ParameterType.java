package org.qfsync.analytics;

import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** What a parameter of a named query takes: how it is read, and as what it reaches the database. */
public enum ParameterType {
    TEXT("text", "VARCHAR", Types.VARCHAR),
    INTEGER("a whole number", "INTEGER", Types.INTEGER),
    NUMBER("a number", "DOUBLE PRECISION", Types.DOUBLE),
    DATE("a date such as 2026-10-04", "DATE", Types.DATE),
    /** A date alone is its first moment in UTC. */
    TIME("a time such as 2026-10-04T02:30:00Z, or a date", "TIMESTAMP WITH TIME ZONE", Types.TIMESTAMP_WITH_TIMEZONE),
    BOOLEAN("true or false", "BOOLEAN", Types.BOOLEAN);

    private final String expected;
    private final String sqlName;
    private final int jdbcType;

    ParameterType(String expected, String sqlName, int jdbcType) {
        this.expected = expected;
        this.sqlName = sqlName;
        this.jdbcType = jdbcType;
    }

    /** As it is written in a query's header. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** In words for who typed something else. */
    public String expected() {
        return expected;
    }

    String sqlName() {
        return sqlName;
    }

    int jdbcType() {
        return jdbcType;
    }

    /**
     * The value that a text stands for.
     *
     * @throws IllegalArgumentException if it stands for none of this type
     */
    Object read(String text) {
        try {
            String value = text.strip();
            return switch (this) {
                case TEXT -> text;
                case INTEGER -> Integer.valueOf(value);
                case NUMBER -> finite(value);
                case DATE -> LocalDate.parse(value);
                case TIME -> moment(value);
                case BOOLEAN -> truth(value);
            };
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Object finite(String text) {
        double number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("not finite");
        }
        return number;
    }

    private static Object moment(String text) {
        return text.indexOf('T') < 0
                ? LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC)
                : OffsetDateTime.parse(text);
    }

    private static Object truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither");
        };
    }
}
