package org.qfsync.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;

/** Shows the pace. */
public final class PaceMeters implements MeterBinder {
    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    private final Pace pace;

    public PaceMeters(Pace pace) {
        this.pace = pace;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("qfsync.pace.allowed.requests.per.second", pace, Pace::requestsPerSecond)
                .description(
                        "Requests a second that are allowed now, lower for a while after a 429; 0 without a limit.")
                .register(registry);
        Gauge.builder("qfsync.pace.back.off", pace, shown -> shown.backOff().toNanos() / NANOS)
                .description("How long all requests still wait because the server asked for it.")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("qfsync.pace.waiting.requests", pace, Pace::inLine)
                .description("Requests that wait for their turn.")
                .register(registry);
    }
}
