package org.qfsync.report;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Clock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.Health;

/**
 * What machines ask about the program: its meters, and whether it is well. The meters of this process are those of the
 * registry, the meters of the installation are read from the database. Thread-safe; neither question ever throws, and
 * both are answered within a few seconds whatever the database does.
 */
public final class Monitoring implements AutoCloseable {
    /** The media type of {@link #scrape()}: Prometheus's text format. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;
    private final BoundedReads reads;
    private final FleetMetrics fleet;
    private final HealthChecks health;

    /**
     * Puts it together; reads nothing yet.
     *
     * @param registry with the meters of this process
     * @param database is asked for at the first question that needs it
     * @param places of what is not in the tables
     * @param keysetOpens throws if the keys are not those of the database
     */
    public Monitoring(
            PrometheusMeterRegistry registry,
            Supplier<DataSource> database,
            FleetPlaces places,
            Runnable keysetOpens,
            MonitoringProperties properties,
            Clock clock) {
        this.registry = registry;
        this.reads = new BoundedReads(database);
        this.fleet = new FleetMetrics(reads, places, clock);
        this.health = new HealthChecks(reads, keysetOpens, properties.freshnessMaxAge(), clock);
        registry.getPrometheusRegistry().register(fleet);
        InfoSnapshot build = InfoSnapshot.builder()
                .name("qfsync_build")
                .help("The version of the program.")
                .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                        .labels(Labels.of("version", version()))
                        .build())
                .build();
        registry.getPrometheusRegistry().register(() -> build);
    }

    private static String version() {
        String version = Monitoring.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** All meters in Prometheus's text format ({@link #CONTENT_TYPE}). */
    public String scrape() {
        return registry.scrape();
    }

    /** The same, with everything read anew. */
    String scrapeAnew() {
        fleet.forget();
        return scrape();
    }

    /** How it is; the details name no user and no secret. */
    public Health health(HealthGroup group) {
        return health.of(group);
    }

    @Override
    public void close() {
        reads.close();
    }
}
