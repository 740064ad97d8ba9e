package org.qfsync.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how far the server's clock, as its last {@code Date} header tells it (RFC 9110 §6.6.1), is from ours.
 *
 * <p>Thread-safe. Good to a second: the header has no fraction.
 */
public final class ServerClock {
    private final Clock clock;
    private volatile @Nullable Duration skew;

    /** @param clock our own */
    public ServerClock(Clock clock) {
        this.clock = clock;
    }

    /** The server's time minus ours at the last answer that had a date; empty before the first one. */
    public Optional<Duration> skew() {
        return Optional.ofNullable(skew);
    }

    Instant now() {
        return clock.instant();
    }

    /** The server is taken to have dated its answer half-way between the request and the answer. */
    void observe(String dateHeader, Instant sentAt, Instant answeredAt) {
        try {
            Instant serverTime = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(dateHeader));
            Instant midway = sentAt.plus(Duration.between(sentAt, answeredAt).dividedBy(2));
            skew = Duration.between(midway, serverTime);
        } catch (DateTimeException e) {
            // A server that dates its answers in another form tells us nothing about its clock: the last reading
            // stands.
            return;
        }
    }
}
