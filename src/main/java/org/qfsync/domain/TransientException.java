package org.qfsync.domain;

import org.jspecify.annotations.Nullable;

/** A failure that another try may cure: timeout, connection, 429, 5xx. */
public final class TransientException extends SyncException {
    private static final long serialVersionUID = 1L;

    public TransientException(
            String message, String code, @Nullable Integer httpStatus, String hint, @Nullable Throwable cause) {
        super(message, code, httpStatus, hint, cause);
    }

    @Override
    public FailureKind kind() {
        return FailureKind.TRANSIENT;
    }
}
