package org.qfsync.http;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** So many requests a minute to a server of ours from each visitor, and no more. Thread-safe. */
public final class RateLimit {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_COUNTED = 20_000;
    private static final int NETWORK_BYTES = 8;
    /** As text that is never looked up as a name. */
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    private final LoadingCache<String, Bucket> buckets;

    public RateLimit(int perMinute) {
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_COUNTED)
                .expireAfterAccess(MINUTE.multipliedBy(2))
                .build(from -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                        .build());
    }

    /**
     * Counts a request; empty if it may pass, else how long to wait.
     *
     * @param from the name of whoever asks, or the address: one of IPv6 counts for its network of 64 bits, because who
     *     has one usually has as many as that
     */
    public Optional<Duration> count(String from) {
        ConsumptionProbe probe = buckets.get(origin(from)).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()).plusSeconds(1));
    }

    private static String origin(String from) {
        String plain = from.replaceFirst("%.*", "");
        if (!IPV6.matcher(plain).matches()) {
            return from;
        }
        try {
            return Arrays.toString(Arrays.copyOf(InetAddress.getByName(plain).getAddress(), NETWORK_BYTES));
        } catch (UnknownHostException e) {
            return from;
        }
    }
}
