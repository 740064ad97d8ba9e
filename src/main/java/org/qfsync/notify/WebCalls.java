package org.qfsync.notify;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Set;

/**
 * HTTP to hooks. It is the JDK's client bare, because what is built upon it writes addresses into its exceptions and
 * logs, and here they are secrets. Redirects are not followed: a secret address and a signed message are for one host.
 * A proxy is taken from the JVM's settings. Thread-safe.
 */
final class WebCalls {
    private static final int[] PAUSES_IN_MILLIS = {250, 1000};
    private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);
    private static final int REDIRECTS = 3;

    private final HttpClient client;
    private final Duration timeout;

    WebCalls(Duration timeout) {
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** A request to be completed. */
    HttpRequest.Builder to(URI address) {
        return HttpRequest.newBuilder(address).timeout(timeout).header("User-Agent", "qfsync");
    }

    /** Sends it, a second and a third time if that may help; the caller bounds the time of all. */
    Delivery send(HttpRequest request) throws InterruptedException {
        Delivery delivery = once(request);
        for (int pause : PAUSES_IN_MILLIS) {
            if (!delivery.passing()) {
                break;
            }
            Thread.sleep(pause);
            delivery = once(request);
        }
        return delivery;
    }

    private Delivery once(HttpRequest request) throws InterruptedException {
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            String words = "HTTP " + status;
            if (status / 100 == REDIRECTS) {
                return Delivery.refused(words + ", a redirect, which is not followed");
            }
            if (status / 100 == 2) {
                return Delivery.taken(words);
            }
            return PASSING.contains(status) ? Delivery.notNow(words) : Delivery.refused(words);
        } catch (HttpTimeoutException e) {
            return Delivery.notNow("no answer within " + timeout.toSeconds() + " s");
        } catch (IOException e) {
            // Its message may hold the address.
            return Delivery.notNow("no connection (" + e.getClass().getSimpleName() + ")");
        }
    }
}
