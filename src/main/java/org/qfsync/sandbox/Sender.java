package org.qfsync.sandbox;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.JsonGenerator;

/** Sends answers, compressed when the client can read that. */
final class Sender {
    private static final int NOT_WORTH_COMPRESSING = 300;

    private Sender() {}

    static void send(HttpExchange exchange, Reply reply, boolean cut) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", reply.contentType());
        reply.headers().forEach(headers::set);
        if (reply.stream().isPresent() && !cut) {
            stream(exchange, reply.stream().get());
            return;
        }
        byte[] body = reply.stream().map(Sender::bytes).orElse(reply.body());
        if (body.length >= NOT_WORTH_COMPRESSING && acceptsGzip(exchange)) {
            headers.set("Content-Encoding", "gzip");
            body = gzip(body);
        }
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            OutputStream out = exchange.getResponseBody();
            out.write(body, 0, cut ? body.length / 2 : body.length);
            out.flush();
        }
    }

    /** In chunks, since nobody knows the length before the end. */
    private static void stream(HttpExchange exchange, Consumer<JsonGenerator> members) throws IOException {
        boolean compressed = acceptsGzip(exchange);
        if (compressed) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        Reply.write(members, compressed ? new FastGzip(body) : body);
    }

    private static byte[] bytes(Consumer<JsonGenerator> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Reply.write(members, bytes);
        return bytes.toByteArray();
    }

    private static boolean acceptsGzip(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept-Encoding"))
                .filter(accepted -> accepted.contains("gzip"))
                .isPresent();
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4 + 64);
        try (OutputStream gzip = new FastGzip(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }

    private static final class FastGzip extends GZIPOutputStream {
        private FastGzip(OutputStream out) throws IOException {
            super(out, 4096);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
