package org.qfsync.enrolment;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Optional;

/** So many requests a minute from each, and no more. Thread-safe. */
final class RateLimit {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_COUNTED = 20_000;

    private final LoadingCache<String, Bucket> buckets;

    RateLimit(int perMinute) {
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_COUNTED)
                .expireAfterAccess(MINUTE.multipliedBy(2))
                .build(from -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                        .build());
    }

    /** Counts a request; empty if it may pass, else how long to wait. */
    Optional<Duration> count(String from) {
        ConsumptionProbe probe = buckets.get(from).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()).plusSeconds(1));
    }
}
