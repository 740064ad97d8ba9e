package org.qfsync.token;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

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

    private final ServerSocket listener;
    private final Queue<Script> once = new ConcurrentLinkedQueue<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Script standard = this::strict;
    private volatile Script introspection = html(403);
    private volatile Script revocation = this::revoke;

    ScriptedAuthServer() throws IOException {
        listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        start(this::acceptAll);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** The next token requests get these answers, one each. */
    void answerOnce(Script... scripts) {
        once.addAll(List.of(scripts));
    }

    void answerAlways(Script script) {
        standard = script;
    }

    void introspectWith(Script script) {
        introspection = script;
    }

    void revokeWith(Script script) {
        revocation = script;
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
        return (int)
                calls.stream().filter(call -> call.path.equals("/oauth2/token")).count();
    }

    int connections() {
        return connections.get();
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

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                open.add(socket);
                start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed by the test
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            for (Call call = read(in); call != null; call = read(in)) {
                calls.add(call);
                scriptFor(call).answer(call, socket.getOutputStream());
                socket.getOutputStream().flush();
            }
        } catch (IOException e) {
            // the client hung up, or the answer is a broken connection: both are what a test wants to see
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private Script scriptFor(Call call) {
        if (call.path.equals("/oauth2/introspect")) {
            return introspection;
        }
        if (call.path.equals("/oauth2/revoke")) {
            return revocation;
        }
        Script scripted = once.poll();
        return scripted == null ? standard : scripted;
    }

    @org.jspecify.annotations.Nullable private static Call read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Call(
                first.substring(first.indexOf(' ') + 1, first.lastIndexOf(' ')),
                Map.copyOf(headers),
                form(new String(body, StandardCharsets.UTF_8)));
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

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int value = in.read(); value >= 0 && value != '\n'; value = in.read()) {
            line.write(value);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "auth-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
