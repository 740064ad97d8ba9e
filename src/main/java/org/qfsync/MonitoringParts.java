package org.qfsync;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.qfsync.http.ExchangeMeters;
import org.qfsync.http.Pace;
import org.qfsync.http.PaceMeters;
import org.qfsync.http.RetryMeters;
import org.qfsync.report.FleetPlaces;
import org.qfsync.report.MetricsTextfile;
import org.qfsync.report.Monitoring;
import org.qfsync.report.MonitoringProperties;
import org.qfsync.store.Database;
import org.qfsync.token.RefreshMeters;
import org.qfsync.token.Tokens;
import org.springframework.batch.core.configuration.annotation.BatchObservabilityBeanPostProcessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The parts by which machines watch the program. Measuring begins when the registry is made, which only happens if
 * somebody will ask: until then nothing observes, and none of its classes is loaded.
 */
@Configuration(proxyBeanMethods = false)
class MonitoringParts {
    /** Nothing is observed while nobody listens. */
    @Bean
    ObservationRegistry observationRegistry(MonitoringProperties properties, ObjectProvider<Tracing> tracing) {
        ObservationRegistry registry = ObservationRegistry.create();
        if (properties.traces().isPresent()) {
            registry.observationConfig().observationHandler(tracing.getObject().spans());
        }
        return registry;
    }

    /** Only asked for with a receiver. */
    @Bean(destroyMethod = "close")
    Tracing tracing(QfsyncProperties properties) {
        return new Tracing(
                properties.monitoring().traces().orElseThrow(),
                properties.endpoints().environment().id());
    }

    /** Tells the steps of Spring Batch where to be observed. */
    @Bean
    static BatchObservabilityBeanPostProcessor observedSteps() {
        return new BatchObservabilityBeanPostProcessor();
    }

    @Bean
    RefreshMeters refreshMeters() {
        return new RefreshMeters();
    }

    @Bean
    RetryMeters retryMeters() {
        return new RetryMeters();
    }

    @Bean(destroyMethod = "close")
    PrometheusMeterRegistry meterRegistry(
            ObservationRegistry observations, Pace pace, RefreshMeters refreshes, RetryMeters retries) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        observations.observationConfig().observationHandler(new ExchangeMeters(registry));
        new PaceMeters(pace).bindTo(registry);
        refreshes.bindTo(registry);
        retries.bindTo(registry);
        return registry;
    }

    @Bean
    MonitoringProperties monitoringProperties(QfsyncProperties properties) {
        return properties.monitoring();
    }

    /** Opens no database: what needs one asks for it. */
    @Bean(destroyMethod = "close")
    Monitoring monitoring(
            PrometheusMeterRegistry meterRegistry,
            ObjectProvider<DataSource> dataSource,
            ObjectProvider<Database> database,
            ObjectProvider<Tokens> tokens,
            QfsyncProperties properties,
            Clock clock) {
        return new Monitoring(
                meterRegistry,
                dataSource::getObject,
                new FleetPlaces(
                        () -> database.getObject().file(), properties.token().spillDirectory()),
                () -> tokens.getObject().requireKeyset(),
                properties.monitoring(),
                clock);
    }

    @Bean
    MetricsTextfile metricsTextfile(MonitoringProperties properties, ObjectProvider<Monitoring> monitoring) {
        return new MetricsTextfile(properties, monitoring::getObject);
    }
}
