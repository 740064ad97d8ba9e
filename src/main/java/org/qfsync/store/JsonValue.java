package org.qfsync.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads a JSON value as what a column holds, and refuses to guess. */
final class JsonValue {
    private static final int DATE_LENGTH = "2026-01-31".length();

    private JsonValue() {}

    /** The value as the column's Java type; empty if it is of another type, or not written as such a value is. */
    static Optional<Object> of(ColumnType type, JsonNode value) {
        return switch (type) {
            case TEXT -> text(value).map(text -> text);
            case INTEGER ->
                value.isNumber() && isWhole(value) && value.canConvertToInt()
                        ? Optional.of(value.intValue())
                        : Optional.empty();
            case BIGINT ->
                value.isNumber() && isWhole(value) && value.canConvertToLong()
                        ? Optional.of(value.longValue())
                        : Optional.empty();
            case DOUBLE ->
                value.isNumber() && Double.isFinite(value.doubleValue())
                        ? Optional.of(value.doubleValue())
                        : Optional.empty();
            case BOOLEAN -> value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
            case TIMESTAMP -> text(value).flatMap(JsonValue::moment);
            case DATE -> text(value).flatMap(JsonValue::day);
            case JSON -> Optional.of(value.toString());
        };
    }

    private static Optional<String> text(JsonNode value) {
        return value.isString() ? Optional.of(value.asString()) : Optional.empty();
    }

    private static boolean isWhole(JsonNode number) {
        return number.isIntegralNumber() || number.doubleValue() == Math.rint(number.doubleValue());
    }

    /** ISO 8601 with an offset; one route writes a space and means UTC. */
    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(
                    text.indexOf(' ') == DATE_LENGTH
                            ? LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC)
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text.length() > DATE_LENGTH ? text.substring(0, DATE_LENGTH) : text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
