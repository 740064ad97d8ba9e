package org.qfsync.domain;

import org.jspecify.annotations.Nullable;

/** The grant is no longer good: its user must consent again. */
public final class ReauthorizeException extends SyncException {
    private static final long serialVersionUID = 1L;

    public ReauthorizeException(
            String message, String code, @Nullable Integer httpStatus, String hint, @Nullable Throwable cause) {
        super(message, code, httpStatus, hint, cause);
    }

    @Override
    public FailureKind kind() {
        return FailureKind.REAUTHORIZE;
    }
}
