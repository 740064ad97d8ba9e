package org.qfsync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What a column of a synced table can hold, and the Java type of its values. */
public enum ColumnType {
    /** {@link String}; what no database can store in text (NUL, lone surrogates) becomes U+FFFD. */
    TEXT(String.class, "VARCHAR", "text"),
    /** {@link Integer}. */
    INTEGER(Integer.class, "INTEGER", "int4"),
    /** {@link Long}. */
    BIGINT(Long.class, "BIGINT", "int8"),
    /** {@link Double}. */
    DOUBLE(Double.class, "DOUBLE PRECISION", "float8"),
    /** {@link Boolean}. */
    BOOLEAN(Boolean.class, "BOOLEAN", "bool"),
    /** {@link Instant}, cut to microseconds. */
    TIMESTAMP(Instant.class, "TIMESTAMP(6) WITH TIME ZONE", "timestamptz"),
    /** {@link LocalDate}. */
    DATE(LocalDate.class, "DATE", "date"),
    /** {@link String} that is one JSON document; stored in one form per meaning, sorted and without white space. */
    JSON(String.class, "VARCHAR", "text");

    private final Class<?> javaType;
    private final String h2Type;
    private final String postgresType;

    ColumnType(Class<?> javaType, String h2Type, String postgresType) {
        this.javaType = javaType;
        this.h2Type = h2Type;
        this.postgresType = postgresType;
    }

    /** The value in the form in which it is stored. */
    Object stored(Object value) {
        if (!javaType.isInstance(value)) {
            throw new IllegalArgumentException("expected " + javaType.getSimpleName() + ", not "
                    + value.getClass().getSimpleName());
        }
        return switch (this) {
            case TEXT -> StorableText.of((String) value);
            case JSON -> CanonicalJson.of((String) value);
            case TIMESTAMP -> ((Instant) value).truncatedTo(ChronoUnit.MICROS);
            default -> value;
        };
    }

    /** The value as an element of a JDBC array or as a parameter. */
    @Nullable Object parameter(@Nullable Object value) {
        return value instanceof Instant instant ? Timestamps.of(instant) : value;
    }

    /** The value of a result row's column. */
    @Nullable Object read(ResultSet row, int column) throws SQLException {
        if (this == JSON) {
            String document = row.getString(column);
            // PostgreSQL gives its own form of a document back.
            return document == null ? null : CanonicalJson.of(document);
        }
        if (this != TIMESTAMP) {
            return row.getObject(column, javaType);
        }
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    /** The value that has this text. */
    Object parse(String text) {
        return switch (this) {
            case TEXT, JSON -> text;
            case INTEGER -> Integer.valueOf(text);
            case BIGINT -> Long.valueOf(text);
            case DOUBLE -> Double.valueOf(text);
            case BOOLEAN -> Boolean.valueOf(text);
            case TIMESTAMP -> Instant.parse(text);
            case DATE -> LocalDate.parse(text);
        };
    }

    /** The name that {@link java.sql.Connection#createArrayOf} takes for elements of this type. */
    String elementType(Dialect dialect) {
        return dialect == Dialect.H2 ? h2Type : postgresType;
    }

    /** An element of such an array as a value of the column; the array's element type need not be the column's. */
    String asColumn(String element, Dialect dialect) {
        return this == JSON && dialect == Dialect.POSTGRESQL ? "CAST(" + element + " AS jsonb)" : element;
    }
}
