package org.qfsync.domain;

import org.jspecify.annotations.Nullable;

/** A failure that every user would meet alike: our credentials, the authorization server, the database. */
public final class SystemicException extends SyncException {
    private static final long serialVersionUID = 1L;

    public SystemicException(
            String message, String code, @Nullable Integer httpStatus, String hint, @Nullable Throwable cause) {
        super(message, code, httpStatus, hint, cause);
    }

    @Override
    public FailureKind kind() {
        return FailureKind.SYSTEMIC;
    }
}
