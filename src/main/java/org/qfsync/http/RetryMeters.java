package org.qfsync.http;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts how often a request is made again. Thread-safe; counts whether anybody looks or not. */
public final class RetryMeters implements MeterBinder {
    private final Map<Reason, LongAdder> counts;

    public RetryMeters() {
        Map<Reason, LongAdder> zeros = new EnumMap<>(Reason.class);
        for (Reason reason : Reason.values()) {
            zeros.put(reason, new LongAdder());
        }
        this.counts = Collections.unmodifiableMap(zeros);
    }

    /** Why a request is made again. */
    public enum Reason {
        /** The server asked us to slow down (429). */
        RATE_LIMIT,
        /** The server was in trouble. */
        SERVER_ERROR,
        /** No connection, or no whole answer. */
        NO_ANSWER
    }

    /** Once more. */
    public void count(Reason reason) {
        requireNonNull(counts.get(reason)).increment();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counts.forEach((reason, count) -> FunctionCounter.builder("qfsync.http.retries", count, LongAdder::sum)
                .description("Requests for data that were made again, by reason.")
                .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                .register(registry));
    }
}
