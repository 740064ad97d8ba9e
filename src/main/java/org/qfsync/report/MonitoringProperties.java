package org.qfsync.report;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.qfsync.domain.Settings;

/**
 * What machines are told about the program.
 *
 * @param textfile where a one-shot run leaves its meters; empty: nowhere, the default
 * @param freshnessMaxAge how old the last good night may be
 * @param traces where runs are traced to, by OTLP over HTTP; empty: nowhere, the default
 */
public record MonitoringProperties(Optional<Path> textfile, Duration freshnessMaxAge, Optional<URI> traces) {
    /** A night a day, and two hours for one that takes longer or had to be repeated. */
    private static final Duration DAY_AND_SLACK = Duration.ofHours(26);

    /** Reads them; what is wrong is noted in the settings. */
    public static MonitoringProperties from(Settings settings) {
        return new MonitoringProperties(
                settings.parsed(
                        "qfsync.metrics.textfile",
                        Optional.empty(),
                        "the absolute path of a file that ends in .prom",
                        MonitoringProperties::textfile),
                settings.duration("qfsync.health.freshness-max-age", DAY_AND_SLACK),
                settings.parsed(
                        "qfsync.tracing.otlp-endpoint",
                        Optional.empty(),
                        "the address of an OTLP/HTTP receiver such as http://127.0.0.1:4318",
                        MonitoringProperties::traces));
    }

    /** OpenTelemetry's protocol says where traces go below a receiver's address. */
    private static Optional<URI> traces(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null
                || uri.getUserInfo() != null
                || !List.of("http", "https").contains(uri.getScheme())) {
            throw new IllegalArgumentException("no such address");
        }
        return Optional.of(uri.getPath().length() > 1 ? uri : uri.resolve("/v1/traces"));
    }

    /** The collector reads no other ending. */
    private static Optional<Path> textfile(String text) {
        Path path = Path.of(text);
        if (!path.isAbsolute() || !text.endsWith(".prom")) {
            throw new IllegalArgumentException("no such path");
        }
        return Optional.of(path);
    }
}
