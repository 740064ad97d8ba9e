package org.qfsync.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What waits for somebody to come back with its key, for a while. Thread-safe. */
final class Expiring<V> {
    private static final int MOST = 100_000;

    private record Entry<V>(V value, Instant end) {}

    private final Map<String, Entry<V>> entries = new LinkedHashMap<>();
    private final Clock clock;
    private final Duration lifetime;

    Expiring(Clock clock, Duration lifetime) {
        this.clock = clock;
        this.lifetime = lifetime;
    }

    synchronized void put(String key, V value) {
        Instant now = clock.instant();
        // the oldest come first, since all live equally long
        entries.values().removeIf(entry -> entries.size() >= MOST || !now.isBefore(entry.end()));
        entries.put(key, new Entry<>(value, now.plus(lifetime)));
    }

    synchronized Optional<V> get(String key) {
        return Optional.ofNullable(entries.get(key)).filter(this::isAlive).map(Entry::value);
    }

    /** The value, for the last time. */
    synchronized Optional<V> take(String key) {
        return Optional.ofNullable(entries.remove(key)).filter(this::isAlive).map(Entry::value);
    }

    private boolean isAlive(Entry<V> entry) {
        return clock.instant().isBefore(entry.end());
    }
}
