package org.qfsync.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between a program and a server, passes everything on, and keeps every secret that goes by in either direction.
 * It can spoil answers on their way, as servers and proxies do that repeat what they were sent.
 */
public final class WireTap implements AutoCloseable {
    private static final Set<String> SECRET_FIELDS =
            Set.of("code", "code_verifier", "refresh_token", "token", "client_secret", "device_code");
    private static final Pattern ISSUED =
            Pattern.compile("\"(access_token|refresh_token|id_token|device_code)\"\\s*:\\s*\"([^\"]+)\"");

    /** What may become of an answer. */
    @FunctionalInterface
    public interface Spoiler {
        /** The answer that the program gets instead; the same one if nothing goes wrong. */
        Answer spoil(Asked asked, Answer answer);
    }

    /** A request as the program made it. */
    public record Asked(String method, String path, Map<String, String> form, String authorization, String token) {}

    /** An answer. */
    public record Answer(int status, String contentType, String body) {}

    private final HttpServer front;
    private final URI behind;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private volatile Spoiler spoiler = (asked, answer) -> answer;

    /** Listens on loopback for what is meant for that server. */
    public WireTap(URI behind) throws IOException {
        this.behind = behind;
        this.front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        front.setExecutor(threads);
        front.createContext("/", this::pass);
        front.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + front.getAddress().getPort());
    }

    /** From now on answers are spoilt by that one. */
    public void spoilBy(Spoiler next) {
        spoiler = next;
    }

    /** Every secret that went by so far, with what it is. */
    public Map<String, String> secrets() {
        return Map.copyOf(secrets);
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Asked asked = asked(exchange, body);
            note(asked);
            Answer answer = forward(exchange, body);
            ISSUED.matcher(answer.body).results().forEach(issued -> secrets.put(issued.group(2), issued.group(1)));
            reply(exchange, spoiler.spoil(asked, answer));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Asked asked(HttpExchange exchange, String body) {
        Map<String, String> form = new ConcurrentHashMap<>();
        Matcher fields = Pattern.compile("(?:^|&)([a-z_]+)=([^&]+)").matcher(body);
        while (fields.find()) {
            form.put(fields.group(1), URLDecoder.decode(fields.group(2), StandardCharsets.UTF_8));
        }
        return new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                form,
                header(exchange, "Authorization"),
                header(exchange, "x-auth-token"));
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private void note(Asked asked) {
        asked.form.forEach((field, value) -> {
            if (SECRET_FIELDS.contains(field)) {
                secrets.put(value, field);
            }
        });
        if (!asked.authorization.isEmpty()) {
            secrets.put(asked.authorization.replaceFirst("^\\w+ ", ""), "Authorization header");
        }
        if (!asked.token.isEmpty()) {
            secrets.put(asked.token, "x-auth-token header");
        }
    }

    private Answer forward(HttpExchange exchange, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(behind.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofString(body));
        for (String name : Set.of("Authorization", "x-auth-token", "x-client-id", "Content-Type", "Accept")) {
            String value = header(exchange, name);
            if (!value.isEmpty()) {
                request.header(name, value);
            }
        }
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse("application/json"),
                response.body());
    }

    private static void reply(HttpExchange exchange, Answer answer) throws IOException {
        byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", answer.contentType);
        exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        front.stop(0);
        threads.shutdownNow();
    }
}
