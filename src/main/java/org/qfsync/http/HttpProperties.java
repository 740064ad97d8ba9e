package org.qfsync.http;

import java.time.Duration;
import org.qfsync.domain.Settings;

/**
 * How we behave towards the remote API. Settings are named {@code qfsync.api.*}.
 *
 * @param connectTimeout for the connection and the TLS handshake, each
 * @param readTimeout longest silence of the server
 * @param callTimeout total deadline of one exchange, body included
 * @param maxBodyBytes largest body that is read, counted after decompression
 * @param requestsPerSecond pace of the whole process; 0 lifts the limit (benchmarks)
 * @param concurrency exchanges under way at once in the whole process
 * @param maxAttempts tries of one request, the first included
 * @param backoffBase bound of the first wait between tries; it doubles with each further try
 * @param backoffMax bound of every wait that the server did not ask for
 */
public record HttpProperties(
        Duration connectTimeout,
        Duration readTimeout,
        Duration callTimeout,
        int maxBodyBytes,
        int requestsPerSecond,
        int concurrency,
        int maxAttempts,
        Duration backoffBase,
        Duration backoffMax) {
    private static final int MEBIBYTE = 1024 * 1024;

    /** The values that hold when nothing is configured. */
    public static HttpProperties defaults() {
        return new HttpProperties(
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                16 * MEBIBYTE,
                20,
                8,
                5,
                Duration.ofMillis(500),
                Duration.ofSeconds(30));
    }

    /** Reads them; what is wrong is noted in the settings. */
    public static HttpProperties from(Settings settings) {
        HttpProperties defaults = defaults();
        return new HttpProperties(
                settings.duration("qfsync.api.connect-timeout", defaults.connectTimeout),
                settings.duration("qfsync.api.read-timeout", defaults.readTimeout),
                settings.duration("qfsync.api.call-timeout", defaults.callTimeout),
                settings.integer("qfsync.api.max-body-bytes", defaults.maxBodyBytes, 64 * 1024, 1024 * MEBIBYTE),
                settings.integer("qfsync.api.requests-per-second", defaults.requestsPerSecond, 0, 10_000),
                settings.integer("qfsync.api.concurrency", defaults.concurrency, 1, 512),
                settings.integer("qfsync.api.max-attempts", defaults.maxAttempts, 1, 10),
                settings.duration("qfsync.api.backoff-base", defaults.backoffBase),
                settings.duration("qfsync.api.backoff-max", defaults.backoffMax));
    }
}
