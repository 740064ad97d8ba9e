package org.qfsync.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The total deadline of the exchange passed after the request may have been sent: what the server made of it is unknown.
 */
public final class DeadlineExceededException extends IOException {
    private static final long serialVersionUID = 1L;

    DeadlineExceededException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
