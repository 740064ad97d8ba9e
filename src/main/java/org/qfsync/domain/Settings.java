package org.qfsync.domain;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/**
 * Named settings and everything that is wrong with them.
 *
 * <p>A setting has a dotted name, {@code qfsync.api.requests-per-second}, and an environment variable made from it,
 * {@code QFSYNC_API_REQUESTS_PER_SECOND}. The environment wins over the file. A reader that meets a bad value notes a
 * violation and goes on with the default, so that all violations can be reported together: call
 * {@link #requireValid()} before any value is used.
 *
 * <p>Not thread-safe: it is read once, at start.
 */
public final class Settings {
    private final Map<String, String> environment;
    private final Properties file;
    private final List<String> violations = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /**
     * @param environment environment variables
     * @param file settings by dotted name
     */
    public Settings(Map<String, String> environment, Properties file) {
        this.environment = Map.copyOf(environment);
        this.file = file;
    }

    /** The environment variable of a dotted name. */
    public static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The value, with surrounding whitespace removed; empty if not set or blank. */
    public Optional<String> text(String name) {
        return raw(name).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** The value exactly as it was given; empty if not set. */
    public Optional<String> raw(String name) {
        String value = environment.get(variable(name));
        return Optional.ofNullable(value != null ? value : file.getProperty(name));
    }

    /** A whole number within the bounds, both included. */
    public int integer(String name, int defaultValue, int min, int max) {
        return parsed(name, defaultValue, "a whole number from " + min + " to " + max, value -> {
            int number = Integer.parseInt(value);
            if (number < min || number > max) {
                throw new IllegalArgumentException("out of range");
            }
            return number;
        });
    }

    /** A positive duration: {@code 250ms}, {@code 30s}, {@code 10m}, {@code 2h}, {@code 7d} or ISO-8601. */
    public Duration duration(String name, Duration defaultValue) {
        return parsed(name, defaultValue, "a positive duration such as 250ms, 30s or 10m", value -> {
            Duration duration = parseDuration(value);
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("not positive");
            }
            return duration;
        });
    }

    /** A duration within the bounds, both included; zero is {@code 0s}. */
    public Duration duration(String name, Duration defaultValue, Duration min, Duration max) {
        return parsed(name, defaultValue, "a duration from " + words(min) + " to " + words(max), value -> {
            Duration duration = parseDuration(value);
            if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
                throw new IllegalArgumentException("out of range");
            }
            return duration;
        });
    }

    private static String words(Duration duration) {
        return duration.isZero() || duration.toSeconds() % 86_400 != 0
                ? duration.toSeconds() + "s"
                : duration.toDays() + "d";
    }

    /** Any other kind of value; the parser refuses one by throwing {@link RuntimeException}. */
    public <T> T parsed(String name, T defaultValue, String expected, Function<String, T> parser) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return defaultValue;
        }
        try {
            return parser.apply(value.get());
        } catch (IllegalArgumentException | DateTimeException e) {
            violation(variable(name) + ": \"" + value.get() + "\" is not " + expected);
            return defaultValue;
        }
    }

    /**
     * A base URL: https, or http on loopback alone; no path, query, fragment or user info. Anything else is noted as
     * a violation and yields empty.
     */
    public Optional<URI> baseUrl(String name) {
        return text(name).flatMap(value -> {
            try {
                URI uri = URI.create(value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
                if (isSafeBaseUrl(uri)) {
                    return Optional.of(uri);
                }
            } catch (IllegalArgumentException e) {
                // falls through to the same violation as any other unusable URL
            }
            violation(variable(name) + ": expected a base URL with https (http on loopback alone) and no path");
            return Optional.empty();
        });
    }

    private static boolean isSafeBaseUrl(URI uri) {
        return SafeAddress.isSafe(uri) && uri.getRawPath().isEmpty() && uri.getRawQuery() == null;
    }

    /** Notes something wrong, as one complete line that names the setting and what is expected; never a secret. */
    public void violation(String line) {
        // A setting may have two readers: one line is enough.
        if (!violations.contains(line)) {
            violations.add(line);
        }
    }

    /** Notes something odd that does not stop the program. */
    public void warning(String line) {
        warnings.add(line);
    }

    /** What was odd but not wrong. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * Ends the reading of settings.
     *
     * @throws InvalidSettingsException with all violations, if there are any
     */
    public void requireValid() {
        if (!violations.isEmpty()) {
            throw new InvalidSettingsException(violations);
        }
    }

    /**
     * A duration as {@link #duration} reads it, of any sign.
     *
     * @throws DateTimeException if it is none
     */
    public static Duration parseDuration(String value) {
        var matcher = java.util.regex.Pattern.compile("(\\d{1,9})(ms|s|m|h|d)").matcher(value);
        if (!matcher.matches()) {
            return Duration.parse(value);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
