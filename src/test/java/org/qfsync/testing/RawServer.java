package org.qfsync.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server made of bare sockets: it sees what is really on the wire, and can misbehave in any way. */
public final class RawServer implements AutoCloseable {
    /** Answers a request, whatever it was; the connection is closed when it throws. */
    @FunctionalInterface
    public interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    /** Answers a request for what it is; the connection is closed when it throws. */
    @FunctionalInterface
    public interface Handler {
        void answer(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    /** A request as it arrived: the lines of its head, and its body. */
    public record Request(List<String> head, String body) {
        public String path() {
            String first = head.get(0);
            return first.substring(first.indexOf(' ') + 1, first.lastIndexOf(' '));
        }

        /** The last header of that name; empty if there is none. */
        public String header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return head.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .reduce((first, second) -> second)
                    .map(line -> line.substring(start.length()).strip())
                    .orElse("");
        }
    }

    private final ServerSocket listener;
    private final Handler handler;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private RawServer(Handler handler) throws IOException {
        this.listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        this.handler = handler;
        start(this::acceptAll);
    }

    /** Answers every request of every connection alike. */
    public static RawServer answering(Answer answer) throws IOException {
        return new RawServer((request, out) -> answer.write(out));
    }

    /** Answers with these characters. */
    public static RawServer answering(String response) throws IOException {
        return answering(out -> out.write(response.getBytes(StandardCharsets.UTF_8)));
    }

    /** Answers each request by that handler, those of different connections at the same time. */
    public static RawServer handling(Handler handler) throws IOException {
        return new RawServer(handler);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    public String url(String path) {
        return url() + path;
    }

    /** Connections that a client opened. */
    public int connections() {
        return connections.get();
    }

    /** The head of each request seen, line by line. */
    public List<List<String>> requests() {
        return requests.stream().map(Request::head).toList();
    }

    /** Connections that neither side has closed. */
    public int openConnections() {
        return open.size();
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
            for (List<String> head = head(in); !head.isEmpty(); head = head(in)) {
                Request request = new Request(head, body(in, head));
                requests.add(request);
                handler.answer(request, socket.getOutputStream());
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

    private static List<String> head(InputStream in) throws IOException {
        List<String> head = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            head.add(line);
        }
        return List.copyOf(head);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int value = in.read(); value >= 0 && value != '\n'; value = in.read()) {
            line.write(value);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    private static String body(InputStream in, List<String> head) throws IOException {
        String length = new Request(head, "").header("Content-Length");
        byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        return new String(body, StandardCharsets.UTF_8);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "raw-server");
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
