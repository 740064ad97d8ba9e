package org.qfsync.http;

import feign.Request;
import feign.Response;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the requests that really went out, retries included.
 *
 * <p>Thread-safe. It also counts per thread, because all requests for one user are made by one worker thread and are
 * recorded with that user: the worker takes the difference of {@link #ofThisThread()}.
 *
 * <p>Each exchange is also observed, for whoever measures or traces: under the name {@link #EXCHANGE}, with its method,
 * its {@linkplain Route route} and its status. Where nobody does, that costs nothing.
 */
public final class RequestMeter {
    private static final int TOO_MANY_REQUESTS = 429;

    /** The name of an exchange among what is observed. */
    static final String EXCHANGE = "qfsync.http.request";

    static final String METHOD = "method";
    static final String ROUTE = "route";
    static final String STATUS = "status";
    private static final String NO_ANSWER = "none";

    private final ObservationRegistry observations;
    private final LongAdder total = new LongAdder();
    private final LongAdder slowedDown = new LongAdder();
    private final ThreadLocal<LongAdder> ofThread = ThreadLocal.withInitial(LongAdder::new);

    /** Tells nobody of single exchanges. */
    public RequestMeter() {
        this(ObservationRegistry.NOOP);
    }

    public RequestMeter(ObservationRegistry observations) {
        this.observations = observations;
    }

    /** Makes an exchange that is observed. Its error is not told: a message may name what the address is of. */
    Response observed(Request request, Exchanging exchange) throws IOException {
        Observation observation = Observation.createNotStarted(EXCHANGE, observations);
        if (observation.isNoop()) {
            return exchange.run();
        }
        String method = request.httpMethod().name();
        String route = Route.of(request.url());
        observation
                .contextualName(method + " " + route)
                .lowCardinalityKeyValue(METHOD, method)
                .lowCardinalityKeyValue(ROUTE, route)
                .start();
        String status = NO_ANSWER;
        try {
            Response response = exchange.run();
            status = Integer.toString(response.status());
            return response;
        } finally {
            observation.lowCardinalityKeyValue(STATUS, status).stop();
        }
    }

    /** One exchange, from the connection to the last byte. */
    interface Exchanging {
        Response run() throws IOException;
    }

    void sent() {
        total.increment();
        ofThread.get().increment();
    }

    void answered(int status) {
        if (status == TOO_MANY_REQUESTS) {
            slowedDown.increment();
        }
    }

    /** Requests sent by the whole process. */
    public long total() {
        return total.sum();
    }

    /** Answers that asked us to slow down (429). */
    public long slowedDown() {
        return slowedDown.sum();
    }

    /** Requests sent by the calling thread since it started. */
    public long ofThisThread() {
        return ofThread.get().sum();
    }
}
