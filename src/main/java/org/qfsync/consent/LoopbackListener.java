package org.qfsync.consent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.qfsync.domain.SafeAddress;

/**
 * Waits on this machine for the browser to come back from the authorization server (RFC 8252 section 7.3), for one
 * login. Whatever does not carry the {@code state} of that login is refused, and the wait goes on. Thread-safe.
 */
public final class LoopbackListener implements AutoCloseable {
    private static final int CONNECTIONS = 8;

    private final HttpServer server;
    private final ExecutorService workers;
    private final String path;
    private final String state;
    private final Consumer<AuthorizationResponse> arrived;
    private final AtomicBoolean answered = new AtomicBoolean();

    private LoopbackListener(
            HttpServer server, URI redirectUri, String state, Consumer<AuthorizationResponse> arrived) {
        this.server = server;
        this.path = pathOf(redirectUri);
        this.state = state;
        this.arrived = arrived;
        this.workers = Executors.newFixedThreadPool(CONNECTIONS, work -> {
            Thread thread = new Thread(work, "login-callback");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** True if the browser that comes back there comes back to this machine. */
    public static boolean canListenAt(URI redirectUri) {
        return "http".equals(redirectUri.getScheme()) && SafeAddress.isLoopback(redirectUri.getHost());
    }

    /**
     * Starts to listen, on loopback alone.
     *
     * @param arrived told once, of the answer with that state
     * @throws IOException if the port is taken
     */
    public static LoopbackListener open(URI redirectUri, String state, Consumer<AuthorizationResponse> arrived)
            throws IOException {
        int port = redirectUri.getPort() < 0 ? 80 : redirectUri.getPort();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByName(redirectUri.getHost()), port), 0);
        LoopbackListener listener = new LoopbackListener(server, redirectUri, state, arrived);
        server.setExecutor(listener.workers);
        server.createContext("/", listener::answer);
        server.start();
        return listener;
    }

    private void answer(HttpExchange exchange) throws IOException {
        AuthorizationResponse response =
                AuthorizationResponse.parse(exchange.getRequestURI().getRawQuery());
        boolean accepted;
        try (exchange) {
            boolean here = exchange.getRequestURI().getRawPath().equals(path)
                    && exchange.getRequestMethod().equals("GET");
            accepted = here && isOurs(response) && answered.compareAndSet(false, true);
            if (!here) {
                send(exchange, 404, "Nothing is here.");
            } else if (!accepted) {
                send(exchange, 400, "This does not belong to the login that is waiting here. Nothing was done.");
            } else if (response.error().isPresent()) {
                send(exchange, 200, "No consent was given. You can close this window.");
            } else {
                send(exchange, 200, "Your answer has arrived. You can close this window; qfsync says how it went.");
            }
        }
        if (accepted) {
            arrived.accept(response);
        }
    }

    private boolean isOurs(AuthorizationResponse response) {
        return MessageDigest.isEqual(
                response.state().getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String words) throws IOException {
        byte[] page = ("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>qfsync</title></head>"
                        + "<body><p>" + words + "</p></body></html>")
                .getBytes(StandardCharsets.UTF_8);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "text/html; charset=utf-8");
        headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cache-Control", "no-store");
        headers.set("Connection", "close");
        exchange.sendResponseHeaders(status, page.length);
        exchange.getResponseBody().write(page);
    }

    private static String pathOf(URI redirectUri) {
        return redirectUri.getRawPath().isEmpty() ? "/" : redirectUri.getRawPath();
    }

    /** Listens no more. */
    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
