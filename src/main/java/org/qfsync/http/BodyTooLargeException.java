package org.qfsync.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The body of the answer is larger than allowed, counted after decompression. The connection was dropped unread.
 */
public final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    BodyTooLargeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
