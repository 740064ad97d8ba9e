package org.qfsync.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.qfsync.domain.Settings;

class RetryTimingTest {
    private static final Instant NOW = Instant.parse("2026-01-21T07:28:00Z");

    @Test
    void retryAfterIsReadAsSecondsOrAsADate() {
        assertThat(RetryAfter.parse(List.of("7"), NOW)).contains(Duration.ofSeconds(7));
        assertThat(RetryAfter.parse(List.of(" 0 "), NOW)).contains(Duration.ZERO);
        assertThat(RetryAfter.parse(List.of("Wed, 21 Jan 2026 07:28:30 GMT"), NOW))
                .contains(Duration.ofSeconds(30));
        assertThat(RetryAfter.parse(List.of("Wed, 21 Jan 2026 07:00:00 GMT"), NOW))
                .contains(Duration.ZERO);
    }

    @Test
    void retryAfterIsHonouredForTenMinutesAtMost() {
        assertThat(RetryAfter.parse(List.of("999999999999"), NOW)).contains(Duration.ofMinutes(10));
        assertThat(RetryAfter.parse(List.of("Fri, 21 Jan 2028 07:28:30 GMT"), NOW))
                .contains(Duration.ofMinutes(10));
    }

    @Test
    void nonsenseIsNoRetryAfter() {
        assertThat(RetryAfter.parse(List.of(), NOW)).isEmpty();
        for (String nonsense : List.of("", "soon", "-3", "1.5", "9999999999999999999999", "2026-01-21")) {
            assertThat(RetryAfter.parse(List.of(nonsense), NOW)).as(nonsense).isEmpty();
        }
    }

    @Test
    void backoffIsDrawnBelowABoundThatDoublesUpToTheMaximum() {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(3), new Random(1));
        assertThat(longest(backoff, 1)).isBetween(Duration.ofMillis(450), Duration.ofMillis(500));
        assertThat(longest(backoff, 2)).isBetween(Duration.ofMillis(900), Duration.ofMillis(1000));
        assertThat(longest(backoff, 60)).isBetween(Duration.ofMillis(2700), Duration.ofMillis(3000));
    }

    @Test
    void theDefaultsAreThoseOfTheContract() {
        HttpProperties properties = HttpProperties.from(new Settings(java.util.Map.of(), new Properties()));
        assertThat(properties).isEqualTo(HttpProperties.defaults());
        assertThat(properties.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(properties.readTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(properties.requestsPerSecond()).isEqualTo(20);
        assertThat(properties.concurrency()).isEqualTo(8);
        assertThat(properties.maxAttempts()).isEqualTo(5);
    }

    private static Duration longest(Backoff backoff, int failures) {
        return IntStream.range(0, 300)
                .mapToObj(i -> backoff.afterFailures(failures))
                .max(Duration::compareTo)
                .orElseThrow();
    }
}
