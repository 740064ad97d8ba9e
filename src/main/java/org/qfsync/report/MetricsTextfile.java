package org.qfsync.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves the meters of a one-shot run where the textfile collector of Prometheus's node exporter finds them, because
 * nobody can scrape a process that has ended. Where none is configured, nothing is measured. Not thread-safe.
 */
public final class MetricsTextfile {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsTextfile.class);

    private final @Nullable Path file;
    private final @Nullable Monitoring monitoring;

    /**
     * Begins to measure, if a file is wanted.
     *
     * @param monitoring asked for only then
     */
    public MetricsTextfile(MonitoringProperties properties, Supplier<Monitoring> monitoring) {
        Optional<Path> wanted = properties.textfile();
        this.file = wanted.orElse(null);
        this.monitoring = wanted.isPresent() ? monitoring.get() : null;
    }

    /**
     * Writes the file, whole or not at all, for everyone to read. A file that cannot be written is told and is no
     * failure of the run.
     */
    public void write() {
        if (file == null || monitoring == null) {
            return;
        }
        try {
            PrivateFiles.replaceForAll(file, monitoring.scrapeAnew());
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "The metrics could not be written to {} ({}). The run itself is not concerned; make the folder"
                            + " writable for this user, or correct QFSYNC_METRICS_TEXTFILE",
                    file,
                    e.toString());
        }
    }
}
