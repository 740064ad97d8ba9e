package org.qfsync.domain;

import org.jspecify.annotations.Nullable;

/** A failure that another try would repeat: an answer that we cannot read, a request that the server refuses. */
public final class PermanentException extends SyncException {
    private static final long serialVersionUID = 1L;

    public PermanentException(
            String message, String code, @Nullable Integer httpStatus, String hint, @Nullable Throwable cause) {
        super(message, code, httpStatus, hint, cause);
    }

    @Override
    public FailureKind kind() {
        return FailureKind.PERMANENT;
    }
}
