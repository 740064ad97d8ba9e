package org.qfsync.domain;

import org.jspecify.annotations.Nullable;

/** The grant, though good, does not cover what was asked for. */
public final class ScopeMissingException extends SyncException {
    private static final long serialVersionUID = 1L;

    public ScopeMissingException(
            String message, String code, @Nullable Integer httpStatus, String hint, @Nullable Throwable cause) {
        super(message, code, httpStatus, hint, cause);
    }

    @Override
    public FailureKind kind() {
        return FailureKind.SCOPE_MISSING;
    }
}
