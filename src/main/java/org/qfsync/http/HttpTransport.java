package org.qfsync.http;

import feign.Client;
import feign.Request;
import feign.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes one HTTP exchange and never more than one: no automatic retry, no redirect, no cookies, no cached
 * credentials, no proxy from the environment.
 *
 * <p>Each exchange has a total deadline, body included, kept by a timer that closes its connection; a stalled or
 * dripping server cannot outlast it. (A name lookup cannot be broken off, but once it returns late nothing is sent.)
 * The body is read completely, gzip decompressed, up to a limit. Timeouts given by Feign are ignored: those of the
 * factory method hold.
 *
 * <p>Errors: {@link NeverSentException} if the request provably never left; {@link DeadlineExceededException},
 * {@link BodyTooLargeException} or any other {@link IOException} if the server may have acted on it. Their messages
 * name method, host and path, never the query or a header. Thread-safe.
 */
public final class HttpTransport implements Client, AutoCloseable {
    /** A place in the token endpoint's pool is always free: far more than any number of workers. */
    private static final int SINGLE_USE_CONNECTIONS = 512;

    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor timer;
    private final Duration deadline;
    private final int maxBodyBytes;
    private final RequestMeter meter;
    private final ServerClock serverClock;

    private HttpTransport(
            CloseableHttpClient client,
            Duration deadline,
            int maxBodyBytes,
            RequestMeter meter,
            ServerClock serverClock) {
        this.client = client;
        this.timer = timer();
        this.deadline = deadline;
        this.maxBodyBytes = maxBodyBytes;
        this.meter = meter;
        this.serverClock = serverClock;
    }

    /** For the API: connections are kept alive, as many as exchanges may be under way at once. */
    public static HttpTransport pooled(HttpProperties properties, RequestMeter meter, ServerClock serverClock) {
        HttpClientBuilder builder = builder(
                properties.connectTimeout(),
                properties.readTimeout(),
                properties.callTimeout(),
                properties.concurrency());
        return new HttpTransport(
                builder.build(), properties.callTimeout(), properties.maxBodyBytes(), meter, serverClock);
    }

    /**
     * For the token endpoint: a connection serves one exchange. A kept one may have died unnoticed, and then "never
     * sent" could not be told from "sent, answer lost".
     *
     * @param deadline for the whole exchange
     * @param maxBodyBytes largest body that is read, counted after decompression
     */
    public static HttpTransport singleUse(
            Duration connectTimeout,
            Duration readTimeout,
            Duration deadline,
            int maxBodyBytes,
            RequestMeter meter,
            ServerClock serverClock) {
        HttpClientBuilder builder = builder(connectTimeout, readTimeout, deadline, SINGLE_USE_CONNECTIONS)
                .setConnectionReuseStrategy((request, response, context) -> false);
        return new HttpTransport(builder.build(), deadline, maxBodyBytes, meter, serverClock);
    }

    @Override
    public Response execute(Request request, Request.Options ignored) throws IOException {
        return meter.observed(
                request,
                () -> new Exchange(request, maxBodyBytes, null, meter, serverClock).run(client, timer, deadline));
    }

    /**
     * A view of this transport for large answers: the body of one of status 200 goes into a file, as a
     * {@link SpooledBody}, which whoever reads it closes; the spool's limits hold. Any other body is read as ever.
     */
    public Client spooling(Spool spool) {
        return (request, ignored) -> meter.observed(
                request,
                () -> new Exchange(request, maxBodyBytes, spool, meter, serverClock)
                        .run(client, timer, spool.deadline()));
    }

    /** Closes all connections; exchanges under way fail. */
    @Override
    public void close() throws IOException {
        timer.shutdownNow();
        client.close();
    }

    private static HttpClientBuilder builder(
            Duration connectTimeout, Duration readTimeout, Duration deadline, int connections) {
        RequestConfig requestConfig = RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(deadline))
                .setResponseTimeout(Timeout.of(readTimeout))
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .setExpectContinueEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build();
        return HttpClientBuilder.create()
                .setConnectionManager(connections(connectTimeout, readTimeout, connections))
                .setRequestExecutor(new Exchange.MarkingExecutor())
                .setDefaultRequestConfig(requestConfig)
                .setUserAgent(userAgent())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState()
                .disableContentCompression();
    }

    private static HttpClientConnectionManager connections(
            Duration connectTimeout, Duration readTimeout, int connections) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(connections)
                .setMaxConnPerRoute(connections)
                .setConnectionFactory(QuietConnection::new)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(connectTimeout))
                        .setSocketTimeout(Timeout.of(readTimeout))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .setTimeToLive(TimeValue.ofMinutes(5))
                        .build())
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setHandshakeTimeout(Timeout.of(connectTimeout))
                        .build())
                .build();
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "http-deadline");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private static String userAgent() {
        String version = HttpTransport.class.getPackage().getImplementationVersion();
        return "qfsync/" + (version == null ? "dev" : version);
    }
}
