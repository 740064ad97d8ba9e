package org.qfsync.domain;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A failure of the remote side or of our own means, with all that an operator needs: what failed, a stable error
 * code, the HTTP status where there was an answer, and what to do.
 *
 * <p>The subclass is chosen by what the handler does, see {@link FailureKind}. Messages never hold a secret or a
 * response body beyond a short sanitised text.
 */
public abstract sealed class SyncException extends RuntimeException
        permits TransientException, PermanentException, ReauthorizeException, ScopeMissingException, SystemicException {
    private static final long serialVersionUID = 1L;

    private final String message;
    private final String code;
    private final @Nullable Integer httpStatus;
    private final String hint;

    SyncException(String message, String code, @Nullable Integer httpStatus, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.message = Objects.requireNonNull(message);
        this.code = Objects.requireNonNull(code);
        this.httpStatus = httpStatus;
        this.hint = Objects.requireNonNull(hint);
    }

    /** What failed, and for whom; never null here. */
    @Override
    public String getMessage() {
        return message;
    }

    /** What the handler does with it. */
    public abstract FailureKind kind();

    /** Stable, machine-readable error class, for example {@code invalid_grant} or {@code timeout}. */
    public String code() {
        return code;
    }

    /** The HTTP status of the answer; null where there was none. */
    public @Nullable Integer httpStatus() {
        return httpStatus;
    }

    /** One sentence that says what happens next or what to do. */
    public String hint() {
        return hint;
    }
}
