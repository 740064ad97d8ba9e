package org.qfsync.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a PostgreSQL server on loopback and lets everything through, but for one answer that it
 * swallows: the connection breaks after the server has done what it was asked and before the client learns of it.
 */
public final class LossyProxy implements AutoCloseable {
    private static final byte[] COMMIT = "COMMIT".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listener;
    private final int target;
    private final AtomicBoolean armed = new AtomicBoolean();
    private final AtomicInteger lost = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** @param target port of the server */
    public LossyProxy(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::acceptAll);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The acknowledgement of the next commit does not arrive. */
    public void loseNextAcknowledgement() {
        armed.set(true);
    }

    /** How many acknowledgements it has swallowed. */
    public int lost() {
        return lost.get();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Connection connection = new Connection(listener.accept());
                start(connection::toServer);
                start(connection::toClient);
            } catch (IOException e) {
                return; // closed by the test
            }
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "lossy-proxy");
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

    private final class Connection {
        private final Socket client;
        private final Socket server;
        private volatile boolean swallowing;

        Connection(Socket client) throws IOException {
            this.client = client;
            this.server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(client);
            open.add(server);
        }

        void toServer() {
            pump(client, server, (bytes, length) -> {
                // The driver writes a commit in one piece.
                if (holds(bytes, length, COMMIT) && armed.compareAndSet(true, false)) {
                    swallowing = true;
                }
                return true;
            });
        }

        void toClient() {
            pump(server, client, (bytes, length) -> {
                if (swallowing) {
                    lost.incrementAndGet();
                }
                return !swallowing;
            });
        }

        private void pump(Socket from, Socket to, Filter filter) {
            byte[] bytes = new byte[8192];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                for (int length = in.read(bytes); length > 0; length = in.read(bytes)) {
                    if (!filter.passes(bytes, length)) {
                        return;
                    }
                    to.getOutputStream().write(bytes, 0, length);
                }
            } catch (IOException e) {
                // one side hung up; the other is closed with it
            } finally {
                open.remove(from);
                open.remove(to);
            }
        }
    }

    private static boolean holds(byte[] bytes, int length, byte[] wanted) {
        for (int at = 0; at + wanted.length <= length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    private interface Filter {
        boolean passes(byte[] bytes, int length);
    }
}
