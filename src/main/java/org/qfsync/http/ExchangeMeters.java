package org.qfsync.http;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import java.time.Duration;

/** Counts observed exchanges by route and status, and measures how long they take by route. Thread-safe. */
public final class ExchangeMeters implements ObservationHandler<Observation.Context> {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private final MeterRegistry registry;

    public ExchangeMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return RequestMeter.EXCHANGE.equals(context.getName());
    }

    @Override
    public void onStart(Observation.Context context) {
        context.put(Timer.Sample.class, Timer.start(registry));
    }

    @Override
    public void onStop(Observation.Context context) {
        String method = value(context, RequestMeter.METHOD);
        String route = value(context, RequestMeter.ROUTE);
        Counter.builder("qfsync.http.requests")
                .description("Requests to Quran Foundation, retries included, by route and status; \"none\" without an"
                        + " answer.")
                .tags("method", method, "route", route, "status", value(context, RequestMeter.STATUS))
                .register(registry)
                .increment();
        Timer.Sample sample = requireNonNull(context.get(Timer.Sample.class));
        sample.stop(Timer.builder("qfsync.http.request.duration")
                .description("How long requests took, body included, without the wait for their turn.")
                .tags("method", method, "route", route)
                .serviceLevelObjectives(BUCKETS)
                .register(registry));
    }

    private static String value(Observation.Context context, String key) {
        return requireNonNull(context.getLowCardinalityKeyValue(key)).getValue();
    }
}
