package org.qfsync;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Brings values of a database and of JSON into one form, so that they can be compared as text. */
final class Cells {
    private static final String ABSENT = "-";

    private Cells() {}

    /** A value as JDBC gives it. */
    static String stored(@Nullable Object value) {
        if (value == null) {
            return ABSENT;
        }
        if (value instanceof OffsetDateTime moment) {
            return moment.toInstant().toString();
        }
        if (value instanceof Timestamp moment) {
            return moment.toInstant().toString();
        }
        if (value instanceof Number number) {
            return plain(new BigDecimal(number.toString()));
        }
        return text(value.toString());
    }

    /** A field as the service gives it; null and absent are the same to a column. */
    static String sent(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return ABSENT;
        }
        return value.isString() ? text(value.asString()) : canonical(value);
    }

    private static String text(String text) {
        if (text.startsWith("[") || text.startsWith("{")) {
            try {
                return canonical(JsonMapper.shared().readTree(text));
            } catch (JacksonException e) {
                // A text that begins like JSON and is none.
                return text;
            }
        }
        return moment(text);
    }

    private static String moment(String text) {
        try {
            if (text.matches("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}")) {
                return LocalDateTime.parse(text.replace(' ', 'T'))
                        .toInstant(ZoneOffset.UTC)
                        .toString();
            }
            return Instant.parse(text).toString();
        } catch (DateTimeException e) {
            // Most texts are no moments.
            return text;
        }
    }

    private static String canonical(JsonNode value) {
        if (value.isObject()) {
            Map<String, String> members = new TreeMap<>();
            value.properties().forEach(each -> members.put(each.getKey(), canonical(each.getValue())));
            return members.toString();
        }
        if (value.isArray()) {
            return value.valueStream().map(Cells::canonical).collect(Collectors.joining(", ", "[", "]"));
        }
        return value.isNumber() ? plain(value.decimalValue()) : value.asString();
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
