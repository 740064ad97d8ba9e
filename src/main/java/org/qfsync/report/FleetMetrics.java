package org.qfsync.report;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meters of the whole installation, read from its database when they are asked for. What was read stands for a few
 * seconds, so that many who ask cost no more than one. A database that cannot be read makes no scrape fail:
 * {@code qfsync_scrape_error} says so, and what would come from it is absent. Thread-safe.
 */
final class FleetMetrics implements MultiCollector {
    private static final Logger LOG = LoggerFactory.getLogger(FleetMetrics.class);
    private static final Duration STANDS = Duration.ofSeconds(10);

    private final BoundedReads reads;
    private final FleetPlaces places;
    private final Clock clock;
    private MetricSnapshots last = MetricSnapshots.of();
    private Instant readAt = Instant.MIN;

    FleetMetrics(BoundedReads reads, FleetPlaces places, Clock clock) {
        this.reads = reads;
        this.places = places;
        this.clock = clock;
    }

    @Override
    public synchronized MetricSnapshots collect() {
        Instant now = clock.instant();
        if (now.isBefore(readAt) || !now.isBefore(readAt.plus(STANDS))) {
            last = snapshots(samples());
            readAt = clock.instant();
        }
        return last;
    }

    /** What was read no longer stands: the next scrape reads anew. */
    synchronized void forget() {
        readAt = Instant.MIN;
    }

    private List<FleetSample> samples() {
        List<FleetSample> samples = new ArrayList<>();
        boolean failed = false;
        try {
            samples.addAll(reads.read(jdbc -> {
                List<FleetSample> read = new ArrayList<>(new FleetQueries(jdbc).read());
                read.add(FleetSample.count(FleetMeter.DATABASE_SIZE, places.databaseSize(jdbc)));
                return read;
            }));
        } catch (RuntimeException e) {
            LOG.debug("A scrape without what is in the database", e);
            failed = true;
        }
        try {
            samples.add(FleetSample.count(FleetMeter.SPILL_FILES, places.spillFiles()));
        } catch (RuntimeException e) {
            LOG.warn("The folder of spill files could not be read for the metrics: {}", e.getMessage());
            failed = true;
        }
        samples.add(FleetSample.of(FleetMeter.SCRAPE_ERROR, failed ? 1 : 0));
        return samples;
    }

    private static MetricSnapshots snapshots(List<FleetSample> samples) {
        Map<FleetMeter, List<FleetSample>> byMeter = new EnumMap<>(FleetMeter.class);
        samples.forEach(sample -> byMeter.computeIfAbsent(sample.meter(), any -> new ArrayList<>())
                .add(sample));
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        byMeter.forEach((meter, values) -> snapshots.metricSnapshot(snapshot(meter, values)));
        return snapshots.build();
    }

    private static MetricSnapshot snapshot(FleetMeter meter, List<FleetSample> samples) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(meter.metric()).help(meter.help());
        samples.forEach(sample -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels(sample))
                .value(sample.value())
                .build()));
        return gauge.build();
    }

    private static Labels labels(FleetSample sample) {
        return Labels.of(sample.meter().labels(), sample.values());
    }
}
