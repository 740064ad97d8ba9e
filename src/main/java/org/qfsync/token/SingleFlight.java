package org.qfsync.token;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Lets one caller per key do the work while the others wait for its result, success or failure alike. A waiter that
 * gives up does not disturb the leader. The key is free again before the result is handed out, so that whoever comes
 * after it starts afresh. Thread-safe.
 */
final class SingleFlight<K, V> {
    private final ConcurrentHashMap<K, CompletableFuture<V>> flights = new ConcurrentHashMap<>();

    /**
     * The result of the flight for that key, led by this caller if none is under way.
     *
     * @return empty if this caller waited for another's flight and gave up
     * @throws RuntimeException what the leader's work threw
     */
    Optional<V> run(K key, Duration patience, Supplier<V> work) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> flight = flights.putIfAbsent(key, mine);
        return flight == null ? Optional.of(lead(key, mine, work)) : await(flight, patience);
    }

    private V lead(K key, CompletableFuture<V> flight, Supplier<V> work) {
        try {
            V result = work.get();
            flights.remove(key, flight);
            flight.complete(result);
            return result;
        } catch (RuntimeException | Error e) {
            flights.remove(key, flight);
            flight.completeExceptionally(e);
            throw e;
        }
    }

    private static <V> Optional<V> await(CompletableFuture<V> flight, Duration patience) {
        try {
            return Optional.of(flight.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
