package org.qfsync.token;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.qfsync.testing.RawServer;

/**
 * An authorization server made of bare sockets. It rotates strictly, as {@link Rotation} does, unless a test scripts
 * another answer; it counts what really arrives on the wire.
 */
final class ScriptedAuthServer implements AutoCloseable {
    /** Writes one answer; throwing closes the connection without one. */
    @FunctionalInterface
    interface Script {
        void answer(Call call, OutputStream out) throws IOException, InterruptedException;
    }

    /** One request as it arrived. */
    record Call(String path, Map<String, String> headers, Map<String, String> form) {}

    final Rotation rotation = new Rotation();

    private final RawServer server;
    private final Queue<Script> once = new ConcurrentLinkedQueue<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Script standard = this::strict;
    private final Map<String, Script> elsewhere = new ConcurrentHashMap<>(
            Map.of("/oauth2/introspect", html(403), "/oauth2/revoke", (call, out) -> revoke(call, out)));

    ScriptedAuthServer() throws IOException {
        server = RawServer.handling(this::answer);
    }

    URI url() {
        return server.url();
    }

    /** The next token requests get these answers, one each. */
    void answerOnce(Script... scripts) {
        once.addAll(List.of(scripts));
    }

    void answerAlways(Script script) {
        standard = script;
    }

    void introspectWith(Script script) {
        answerAt("/oauth2/introspect", script);
    }

    /** What requests to another path than the token endpoint's get. */
    void answerAt(String path, Script script) {
        elsewhere.put(path, script);
    }

    void revokeWith(Script script) {
        answerAt("/oauth2/revoke", script);
    }

    /** The tokens that we were asked to revoke, in order. */
    List<String> revoked() {
        return calls.stream()
                .filter(call -> call.path.equals("/oauth2/revoke"))
                .map(call -> String.valueOf(call.form.get("token")))
                .toList();
    }

    /** Token requests that arrived, of whatever kind. */
    int posts() {
        return requestsTo("/oauth2/token");
    }

    /** Requests to that path, with whatever query, that arrived. */
    int requestsTo(String path) {
        return (int) calls.stream()
                .filter(call -> call.path.replaceFirst("\\?.*", "").equals(path))
                .count();
    }

    int connections() {
        return server.connections();
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** What a faultless server with strict rotation answers. */
    void strict(Call call, OutputStream out) throws IOException, InterruptedException {
        if (String.valueOf(call.form.get("grant_type")).equals("client_credentials")) {
            json(200, "{\"access_token\":\"" + rotation.next("app") + "\",\"expires_in\":3600}")
                    .answer(call, out);
            return;
        }
        var pair = rotation.rotate(String.valueOf(call.form.get("refresh_token")));
        if (pair.isEmpty()) {
            json(400, "{\"error\":\"invalid_grant\",\"error_description\":\"no such token\"}")
                    .answer(call, out);
        } else {
            json(200, pair.get().json("")).answer(call, out);
        }
    }

    private void revoke(Call call, OutputStream out) throws IOException, InterruptedException {
        rotation.revoke(String.valueOf(call.form.get("token")));
        raw(200, "text/plain", "").answer(call, out);
    }

    /** Rotates as ever, and then answers something else: the answer is lost on the way. */
    Script rotateThen(Script script) {
        return (call, out) -> {
            rotation.rotate(String.valueOf(call.form.get("refresh_token")));
            script.answer(call, out);
        };
    }

    static Script json(int status, String body) {
        return raw(status, "application/json", body);
    }

    static Script html(int status) {
        return raw(status, "text/html", "<html><body>nothing to see here</body></html>");
    }

    static Script raw(int status, String contentType, String body, String... headers) {
        return (call, out) -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String extra = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            out.write(("HTTP/1.1 " + status + " X\r\nContent-Type: " + contentType + "\r\n" + extra + "Content-Length: "
                            + bytes.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            out.write(bytes);
        };
    }

    static Script drop() {
        return (call, out) -> {
            throw new IOException("dropped");
        };
    }

    private void answer(RawServer.Request request, OutputStream out) throws IOException, InterruptedException {
        Call call = new Call(request.path(), headers(request), form(request.body()));
        calls.add(call);
        scriptFor(call).answer(call, out);
    }

    private Script scriptFor(Call call) {
        String path = call.path.replaceFirst("\\?.*", "");
        if (!path.equals("/oauth2/token")) {
            return elsewhere.getOrDefault(path, json(404, "{}"));
        }
        Script scripted = once.poll();
        return scripted == null ? standard : scripted;
    }

    private static Map<String, String> headers(RawServer.Request request) {
        return request.head().stream()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
                .distinct()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), request::header));
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return Map.copyOf(form);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.close();
    }
}
