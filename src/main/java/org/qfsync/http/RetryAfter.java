package org.qfsync.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the {@code Retry-After} header (RFC 9110 §10.2.3): seconds or an HTTP date. */
public final class RetryAfter {
    /** Longest wait that we grant; a server that asks for more gets this. */
    public static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");

    private RetryAfter() {}

    /**
     * How long the server wants us to wait, at most {@link #LONGEST}; empty if it does not say, or says nonsense. A
     * date that has passed means zero.
     */
    public static Optional<Duration> parse(Collection<String> headerValues, Instant now) {
        return headerValues.stream().findFirst().map(String::strip).flatMap(value -> wanted(value, now));
    }

    private static Optional<Duration> wanted(String value, Instant now) {
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(value))));
        }
        try {
            Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
            return Optional.of(bounded(Duration.between(now, until)));
        } catch (DateTimeException e) {
            // Neither form: as good as no header, our own backoff decides.
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wanted) {
        if (wanted.isNegative()) {
            return Duration.ZERO;
        }
        return wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
    }
}
