package org.qfsync.http;

import feign.Request;
import feign.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** One request and its answer, read completely. Used once, by one thread; only the deadline comes from another. */
final class Exchange {
    private static final String SENT = "qfsync.sent";
    private static final int OK = 200;
    private static final Set<String> OURS =
            Set.of("accept-encoding", "connection", "content-length", "host", "transfer-encoding", "user-agent");
    private static final Set<String> UNTRUE_AFTER_DECOMPRESSION =
            Set.of("content-encoding", "content-length", "transfer-encoding");

    private final Request request;
    private final int maxBodyBytes;
    private final @Nullable Spool spool;
    private final RequestMeter meter;
    private final ServerClock serverClock;
    private final HttpUriRequestBase message;
    private final HttpClientContext context = HttpClientContext.create();
    private volatile boolean late;

    /**
     * One exchange.
     *
     * @param maxBodyBytes of a body that is held in memory
     * @param spool takes the body of a good answer; null if all go into memory
     */
    Exchange(Request request, int maxBodyBytes, @Nullable Spool spool, RequestMeter meter, ServerClock serverClock) {
        this.request = request;
        this.maxBodyBytes = maxBodyBytes;
        this.spool = spool;
        this.meter = meter;
        this.serverClock = serverClock;
        this.message = message(request);
        context.setAttribute(SENT, new Mark(meter));
    }

    Response run(CloseableHttpClient client, ScheduledExecutorService timer, Duration deadline) throws IOException {
        Future<?> watch = timer.schedule(this::breakOff, deadline.toNanos(), TimeUnit.NANOSECONDS);
        Instant startedAt = serverClock.now();
        try {
            return client.execute(message, context, answer -> read(answer, startedAt));
        } catch (BodyTooLargeException e) {
            throw e;
        } catch (IOException e) {
            throw classified(e, deadline);
        } finally {
            watch.cancel(false);
        }
    }

    private void breakOff() {
        late = true;
        // Closes the connection under the thread that connects, shakes hands, writes or reads.
        message.cancel();
    }

    private IOException classified(IOException e, Duration deadline) {
        boolean sent = context.getAttribute(SENT) instanceof Mark mark && mark.sent;
        String reason = late ? "deadline of " + deadline.toMillis() + " ms exceeded" : reason(e);
        if (!sent) {
            return new NeverSentException(describe() + " was not sent: " + reason, e);
        }
        if (late) {
            return new DeadlineExceededException(describe() + ": " + reason, e);
        }
        return new IOException(describe() + " failed: " + reason, e);
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")");
    }

    private String describe() {
        URI uri = URI.create(request.url());
        return request.httpMethod() + " " + uri.getHost() + uri.getPath();
    }

    private Response read(ClassicHttpResponse answer, Instant startedAt) throws IOException {
        meter.answered(answer.getCode());
        Header date = answer.getFirstHeader("Date");
        if (date != null && date.getValue() != null) {
            serverClock.observe(date.getValue(), startedAt, serverClock.now());
        }
        boolean gzip = isGzip(answer);
        Response.Builder response = Response.builder()
                .status(answer.getCode())
                .reason(answer.getReasonPhrase())
                .headers(headers(answer, gzip))
                .request(request);
        HttpEntity entity = answer.getEntity();
        if (entity == null) {
            return response.body(new byte[0]).build();
        }
        return spool != null && answer.getCode() == OK
                ? response.body(bounded(spool.maxBytes(), () -> spool.take(entity.getContent(), gzip)))
                        .build()
                : response.body(bounded(
                                maxBodyBytes, () -> new BoundedBody(maxBodyBytes).read(entity.getContent(), gzip)))
                        .build();
    }

    private <T> T bounded(long limit, BodyReading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (BoundedBody.Exceeded e) {
            // Before anyone tries to drain what may be endless.
            message.cancel();
            throw new BodyTooLargeException(
                    describe() + ": the answer is larger than " + limit + " bytes; it was not read on", e);
        }
    }

    /** Takes in a body. */
    private interface BodyReading<T> {
        T read() throws IOException;
    }

    private static boolean isGzip(ClassicHttpResponse answer) {
        Header encoding = answer.getFirstHeader("Content-Encoding");
        String value =
                encoding == null ? "" : String.valueOf(encoding.getValue()).strip();
        return value.equalsIgnoreCase("gzip") || value.equalsIgnoreCase("x-gzip");
    }

    private static Map<String, Collection<String>> headers(ClassicHttpResponse answer, boolean gzip) {
        Map<String, Collection<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : answer.getHeaders()) {
            if (!gzip || !UNTRUE_AFTER_DECOMPRESSION.contains(header.getName().toLowerCase(Locale.ROOT))) {
                headers.computeIfAbsent(header.getName(), name -> new ArrayList<>(1))
                        .add(String.valueOf(header.getValue()));
            }
        }
        return headers;
    }

    private static HttpUriRequestBase message(Request request) {
        HttpUriRequestBase message = new HttpUriRequestBase(request.httpMethod().name(), URI.create(request.url()));
        request.headers().forEach((name, values) -> {
            if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
                List.copyOf(values).forEach(value -> message.addHeader(name, value));
            }
        });
        message.addHeader("Accept-Encoding", "gzip");
        byte[] body = request.body();
        if (body != null) {
            message.setEntity(new ByteArrayEntity(body, null));
        }
        return message;
    }

    /** Whether the first byte may have been written. */
    private static final class Mark {
        private final RequestMeter meter;
        private volatile boolean sent;

        Mark(RequestMeter meter) {
            this.meter = meter;
        }

        void set() {
            sent = true;
            meter.sent();
        }
    }

    /** Notes, just before the first byte is written, that from now on the server may have seen the request. */
    static final class MarkingExecutor extends HttpRequestExecutor {
        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                @Nullable HttpResponseInformationCallback callback,
                HttpContext context)
                throws IOException, HttpException {
            if (context.getAttribute(SENT) instanceof Mark mark) {
                mark.set();
            }
            return super.execute(request, connection, callback, context);
        }
    }
}
