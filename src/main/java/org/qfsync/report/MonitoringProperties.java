package org.qfsync.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.qfsync.domain.Settings;

/**
 * What machines are told about the program.
 *
 * @param textfile where a one-shot run leaves its meters; empty: nowhere, the default
 * @param freshnessMaxAge how old the last good night may be
 */
public record MonitoringProperties(Optional<Path> textfile, Duration freshnessMaxAge) {
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
                settings.duration("qfsync.health.freshness-max-age", DAY_AND_SLACK));
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
