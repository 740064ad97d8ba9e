package org.qfsync.token;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what came of presenting users' refresh tokens. Thread-safe; counts whether anybody looks or not. */
public final class RefreshMeters implements MeterBinder {
    private final Map<Result, LongAdder> counts;

    public RefreshMeters() {
        Map<Result, LongAdder> zeros = new EnumMap<>(Result.class);
        for (Result result : Result.values()) {
            zeros.put(result, new LongAdder());
        }
        this.counts = Collections.unmodifiableMap(zeros);
    }

    /** What came of it. */
    enum Result {
        /** New tokens, stored. */
        REFRESHED,
        /** New tokens, but the grant was changed meanwhile. */
        SUPERSEDED,
        /** New tokens, but the database was away. */
        NOT_STORED,
        /** The server does not accept the token: the user must consent again. */
        REFUSED,
        /** The server does not accept us. */
        CLIENT_REFUSED,
        /** Any other no; tried again later. */
        DECLINED,
        /** Perhaps rotated, but the answer was lost. */
        IN_DOUBT,
        /** The server did not act on it; tried again later. */
        NOT_PROCESSED;

        static Result of(TokenAnswer answer) {
            if (answer instanceof TokenAnswer.GrantRefused) {
                return REFUSED;
            }
            if (answer instanceof TokenAnswer.ClientRefused) {
                return CLIENT_REFUSED;
            }
            if (answer instanceof TokenAnswer.Doubtful) {
                return IN_DOUBT;
            }
            return answer instanceof TokenAnswer.NotProcessed ? NOT_PROCESSED : DECLINED;
        }
    }

    void count(Result result) {
        requireNonNull(counts.get(result)).increment();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counts.forEach((result, count) -> FunctionCounter.builder("qfsync.token.refreshes", count, LongAdder::sum)
                .description("Refresh tokens of users that were presented, by what came of it.")
                .tag("result", result.name().toLowerCase(Locale.ROOT))
                .register(registry));
    }
}
