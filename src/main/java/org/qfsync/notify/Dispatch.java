package org.qfsync.notify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Sends to all channels side by side and gives up on those that take longer than all of it may take. Its threads do not
 * keep the process alive. Thread-safe.
 */
final class Dispatch {
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "notify");
        thread.setDaemon(true);
        return thread;
    });
    private final Duration timeout;

    Dispatch(Duration timeout) {
        this.timeout = timeout;
    }

    /** Begins to send and does not wait for it. */
    Future<Delivery> begin(Callable<Delivery> sending) {
        return threads.submit(sending);
    }

    /** What each channel said; none is waited for longer than the timeout. */
    Map<String, Delivery> all(Map<String, Callable<Delivery>> sendings) {
        Map<String, Delivery> deliveries = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(sendings.keySet());
        try {
            List<Future<Delivery>> sent =
                    threads.invokeAll(sendings.values(), timeout.toMillis(), TimeUnit.MILLISECONDS);
            for (int i = 0; i < sent.size(); i++) {
                deliveries.put(names.get(i), delivery(sent.get(i)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return deliveries;
    }

    private Delivery delivery(Future<Delivery> sent) throws InterruptedException {
        try {
            return sent.get();
        } catch (CancellationException e) {
            return Delivery.refused("no answer within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            // Its message may hold an address.
            return Delivery.refused("a defect (" + String.valueOf(e.getCause()).replaceFirst("[:(].*", "") + ")");
        }
    }
}
