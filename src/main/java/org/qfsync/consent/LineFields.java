package org.qfsync.consent;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one line of an import. Applications write them down in several ways: a moment as ISO 8601 with an
 * offset, as seconds or as milliseconds since 1970, a number as a JSON number or as text. A field that is absent, null
 * or empty is empty.
 *
 * @param node a JSON object
 */
record LineFields(JsonNode node) {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}(\\.\\d{1,9})?");
    private static final BigDecimal FIRST_MILLISECONDS = BigDecimal.valueOf(100_000_000_000L);
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("3000-01-01T00:00:00Z");
    private static final Duration LONGEST = Duration.ofDays(3660);

    /** A text that is not blank and holds no control character. */
    Optional<String> text(String name) throws RefusedException {
        JsonNode value = node.path(name);
        if (isAbsent(value)) {
            return Optional.empty();
        }
        if (!value.isString() || value.stringValue().isBlank()) {
            throw new RefusedException("\"" + name + "\" is not a text");
        }
        if (value.stringValue().chars().anyMatch(Character::isISOControl)) {
            throw new RefusedException("\"" + name + "\" holds control characters");
        }
        return Optional.of(value.stringValue());
    }

    /** The first of these texts that is there. */
    Optional<String> text(String name, String otherName) throws RefusedException {
        Optional<String> first = text(name);
        return first.isPresent() ? first : text(otherName);
    }

    /** A text without which the line is of no use. */
    String required(String name) throws RefusedException {
        return text(name).orElseThrow(() -> new RefusedException("\"" + name + "\" is missing"));
    }

    /** A moment. */
    Optional<Instant> time(String name) throws RefusedException {
        JsonNode value = node.path(name);
        if (isAbsent(value)) {
            return Optional.empty();
        }
        try {
            Instant time = isNumber(value)
                    ? epoch(number(value))
                    : OffsetDateTime.parse(value.stringValue("").strip()).toInstant();
            if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
                return Optional.of(time);
            }
        } catch (DateTimeException | ArithmeticException e) {
            // its message quotes the line
        }
        throw new RefusedException("\"" + name + "\" is not a time such as 2026-10-04T02:30:00Z or 1791081000");
    }

    /** A number of seconds. */
    Optional<Duration> seconds(String name) throws RefusedException {
        JsonNode value = node.path(name);
        if (isAbsent(value)) {
            return Optional.empty();
        }
        if (isNumber(value) && number(value).compareTo(BigDecimal.valueOf(LONGEST.toSeconds())) <= 0) {
            return Optional.of(Duration.ofSeconds(number(value).longValue()));
        }
        throw new RefusedException("\"" + name + "\" is not a number of seconds");
    }

    boolean has(String name) {
        return !isAbsent(node.path(name));
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isString() && value.stringValue().isEmpty());
    }

    private static boolean isNumber(JsonNode value) {
        return NUMBER.matcher(value.isNumber() ? value.decimalValue().toPlainString() : stripped(value))
                .matches();
    }

    private static BigDecimal number(JsonNode value) {
        return value.isNumber() ? value.decimalValue() : new BigDecimal(stripped(value));
    }

    private static String stripped(JsonNode value) {
        return value.stringValue("").strip();
    }

    private static Instant epoch(BigDecimal since1970) {
        BigDecimal millis = since1970.compareTo(FIRST_MILLISECONDS) < 0 ? since1970.movePointRight(3) : since1970;
        return Instant.ofEpochMilli(millis.longValue());
    }
}
