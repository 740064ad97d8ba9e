package org.qfsync.http;

import feign.Request;
import feign.RequestTemplate;
import feign.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Both kinds of transport, with short limits, and the calls that tests make with them. */
final class TransportBench implements AutoCloseable {
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    static final int LIMIT = 100_000;
    static final Duration DEADLINE = Duration.ofMillis(700);

    final RequestMeter meter = new RequestMeter();
    final ServerClock serverClock = new ServerClock(Clock.fixed(Instant.parse("2026-01-21T07:28:00Z"), ZoneOffset.UTC));
    final HttpTransport pooled = HttpTransport.pooled(
            new HttpProperties(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    DEADLINE,
                    LIMIT,
                    0,
                    4,
                    5,
                    Duration.ofMillis(1),
                    Duration.ofMillis(1)),
            meter,
            serverClock);
    final HttpTransport singleUse =
            HttpTransport.singleUse(Duration.ofSeconds(1), Duration.ofMillis(300), DEADLINE, LIMIT, meter, serverClock);

    @Override
    public void close() throws IOException {
        pooled.close();
        singleUse.close();
    }

    static Response get(HttpTransport transport, String url) throws IOException {
        return transport.execute(
                Request.create(
                        Request.HttpMethod.GET,
                        url,
                        Map.<String, Collection<String>>of("x-auth-token", List.of("secret")),
                        Request.Body.empty(),
                        new RequestTemplate()),
                new Request.Options());
    }

    static Response post(HttpTransport transport, String url) throws IOException {
        return transport.execute(
                Request.create(
                        Request.HttpMethod.POST,
                        url,
                        Map.<String, Collection<String>>of(
                                "Content-Type", List.of("application/x-www-form-urlencoded"),
                                "Content-Length", List.of("3")),
                        Request.Body.create(bytes("a=b")),
                        new RequestTemplate()),
                new Request.Options());
    }

    static String body(Response response) throws IOException {
        try (InputStream in = response.body().asInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return Arrays.copyOf(packed.toByteArray(), packed.size());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
