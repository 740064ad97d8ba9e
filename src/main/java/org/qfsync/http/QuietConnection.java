package org.qfsync.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection that never logs what passes through it. The library's own writes headers and bodies, tokens and
 * secrets among them, to its debug log; no log level may bring that about here.
 */
final class QuietConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {
    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxHeaderCount(200)
            .setMaxLineLength(64 * 1024)
            .build();

    private final AtomicBoolean closed = new AtomicBoolean();
    private Timeout socketTimeout = Timeout.DISABLED;

    /** @param socket already connected; null if it is bound later, as the pool does */
    QuietConnection(@Nullable Socket socket) throws IOException {
        super(LIMITS);
        if (socket != null) {
            bind(socket);
        }
    }

    @Override
    public void bind(Socket socket) throws IOException {
        refuseIfClosed(socket);
        super.bind(socket);
        socketTimeout = Timeout.ofMilliseconds(socket.getSoTimeout());
    }

    @Override
    public void bind(SSLSocket tlsSocket, Socket socket) throws IOException {
        refuseIfClosed(tlsSocket);
        super.bind(new SocketHolder(tlsSocket, socket));
        socketTimeout = Timeout.ofMilliseconds(tlsSocket.getSoTimeout());
    }

    /** A deadline may pass while the connection is being made: what comes later must not be used. */
    private void refuseIfClosed(Socket socket) throws IOException {
        if (closed.get()) {
            Closer.close(socket);
            throw new InterruptedIOException("the connection was closed while it was being made");
        }
    }

    @Override
    public @Nullable Socket getSocket() {
        SocketHolder holder = getSocketHolder();
        return holder == null ? null : holder.getSocket();
    }

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            super.close();
        }
    }

    @Override
    public void close(CloseMode mode) {
        // Also when closed before: an orderly close may hang in a TLS farewell that only an immediate one ends.
        closed.set(true);
        super.close(mode);
    }

    @Override
    public void setSocketTimeout(Timeout timeout) {
        socketTimeout = timeout;
        super.setSocketTimeout(timeout);
    }

    @Override
    public void passivate() {
        super.setSocketTimeout(Timeout.DISABLED);
    }

    @Override
    public void activate() {
        super.setSocketTimeout(socketTimeout);
    }
}
