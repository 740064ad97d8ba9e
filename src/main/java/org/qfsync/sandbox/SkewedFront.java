package org.qfsync.sandbox;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A second door to a sandbox, through which its clock seems wrong: passes bytes on and shifts the {@code Date} header
 * of each answer. Needed because the JDK's server overwrites that header. Thread-safe.
 */
final class SkewedFront implements AutoCloseable {
    private static final byte[] MARK = "\r\nDate: ".getBytes(StandardCharsets.US_ASCII);
    private static final int DATE_LENGTH = 29;
    private static final int BACKLOG = 128;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final InetSocketAddress target;
    private final ExecutorService threads;
    private volatile Duration skew = Duration.ZERO;
    private @Nullable ServerSocket door;

    SkewedFront(InetSocketAddress target, ExecutorService threads) {
        this.target = target;
        this.threads = threads;
    }

    /** Sets the skew, and opens the door if this is the first time. */
    synchronized void skew(Duration value) {
        skew = value;
        if (door != null) {
            return;
        }
        try {
            ServerSocket opened = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
            door = opened;
            threads.execute(() -> accept(opened));
        } catch (IOException e) {
            throw new UncheckedIOException("Sandbox cannot open a second port", e);
        }
    }

    /** The port to be used: that of the sandbox itself until a skew is set. */
    synchronized int port() {
        return door == null ? target.getPort() : door.getLocalPort();
    }

    @Override
    public synchronized void close() {
        if (door == null) {
            return;
        }
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Sandbox cannot close its second port", e);
        }
    }

    private void accept(ServerSocket opened) {
        while (!opened.isClosed()) {
            try {
                Socket client = opened.accept();
                Socket server = new Socket(target.getAddress(), target.getPort());
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                threads.execute(() -> pump(client, server, false));
                threads.execute(() -> pump(server, client, true));
            } catch (IOException e) {
                return; // closed, as the sandbox is: nobody is waiting for an answer
            }
        }
    }

    /** Ends, and ends the connection, when either side hangs up. */
    private void pump(Socket from, Socket to, boolean answers) {
        try (from;
                to) {
            InputStream in = new BufferedInputStream(from.getInputStream());
            OutputStream out = new BufferedOutputStream(to.getOutputStream());
            int matched = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                out.write(next);
                matched = next == MARK[matched] ? matched + 1 : next == MARK[0] ? 1 : 0;
                if (answers && matched == MARK.length) {
                    out.write(shifted(in.readNBytes(DATE_LENGTH)));
                }
                matched %= MARK.length;
                if (in.available() == 0) {
                    out.flush();
                }
            }
        } catch (IOException e) {
            // one side hung up; closing both tells the other
        }
    }

    private byte[] shifted(byte[] date) {
        ZonedDateTime moment = ZonedDateTime.parse(new String(date, StandardCharsets.US_ASCII), DATE);
        return DATE.format(moment.plus(skew)).getBytes(StandardCharsets.US_ASCII);
    }
}
