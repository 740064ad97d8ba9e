package org.qfsync.http;

import java.io.IOException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The request provably never left us: name lookup, connection or TLS handshake failed, or no connection came free. Sending it again can do no harm.
 */
public final class NeverSentException extends IOException {
    private static final long serialVersionUID = 1L;

    NeverSentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** True if the other side could not prove who it is, or no secure connection could be agreed on. */
    public boolean isTlsFailure() {
        return getCause() instanceof SSLException;
    }
}
