package org.qfsync.enrolment;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is kept for ten minutes and lost at a restart, as much of it as a flood of visitors may cost us. Thread-safe.
 */
final class ShortMemory<V> {
    static final Duration TIME = Duration.ofMinutes(10);
    private static final int MOST = 10_000;

    private final Clock clock;
    private final Cache<String, Kept<V>> kept =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(TIME).build();

    ShortMemory(Clock clock) {
        this.clock = clock;
    }

    /** Keeps it, in place of what was kept under that key. */
    void keep(String key, V value) {
        kept.put(key, kept(value));
    }

    /** False if something is kept under that key already; that stays. */
    boolean keepFirst(String key, V value) {
        return kept.asMap().putIfAbsent(key, kept(value)) == null;
    }

    /** What is kept, and goes on to be kept. */
    Optional<V> look(String key) {
        return fresh(Optional.ofNullable(kept.getIfPresent(key)));
    }

    /** What is kept, for one caller alone, even if two ask at once. */
    Optional<V> take(String key) {
        return fresh(Optional.ofNullable(kept.asMap().remove(key)));
    }

    private Kept<V> kept(V value) {
        return new Kept<>(value, clock.instant().plus(TIME));
    }

    private Optional<V> fresh(Optional<Kept<V>> found) {
        return found.filter(entry -> clock.instant().isBefore(entry.until)).map(Kept::value);
    }

    private record Kept<V>(V value, Instant until) {}
}
