package org.qfsync.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An HTTP server whose answers a test writes down; it keeps every request that it has seen. */
public final class ScriptedServer implements AutoCloseable {
    /** A request as it came over the wire. */
    public record Seen(String method, String path, String rawQuery, Map<String, String> query, Headers headers) {
        public String header(String name) {
            return String.valueOf(headers.getFirst(name));
        }
    }

    /** What the server says. */
    public record Reply(int status, Map<String, String> headers, String body) {
        public static Reply json(int status, String body) {
            return new Reply(status, Map.of("Content-Type", "application/json"), body);
        }

        public static Reply ok(String body) {
            return json(200, body);
        }

        public Reply with(String header, String value) {
            Map<String, String> all = new HashMap<>(headers);
            all.put(header, value);
            return new Reply(status, all, body);
        }
    }

    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final List<Seen> requests = new CopyOnWriteArrayList<>();

    /** Answers each request by that function. */
    public ScriptedServer(Function<Seen, Reply> script) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/", exchange -> answer(exchange, script));
        server.start();
    }

    /** Gives these answers in turn, the last one for ever. */
    public static ScriptedServer replying(Reply... replies) throws IOException {
        java.util.concurrent.atomic.AtomicInteger turn = new java.util.concurrent.atomic.AtomicInteger();
        return new ScriptedServer(seen -> replies[Math.min(turn.getAndIncrement(), replies.length - 1)]);
    }

    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public List<Seen> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange, Function<Seen, Reply> script) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            String rawQuery = String.valueOf(uri.getRawQuery());
            Seen seen = new Seen(
                    exchange.getRequestMethod(),
                    uri.getRawPath(),
                    rawQuery,
                    query(rawQuery),
                    exchange.getRequestHeaders());
            requests.add(seen);
            Reply reply = script.apply(seen);
            reply.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Map<String, String> query(String rawQuery) {
        Map<String, String> query = new HashMap<>();
        for (String pair : rawQuery.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                query.put(parts[0], java.net.URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
