package org.qfsync.analytics;

import org.jspecify.annotations.Nullable;

/** An export cannot be made; the message says on one line why and what to do. */
public final class ExportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean beforeAnything;

    private ExportException(String message, boolean beforeAnything, @Nullable Throwable cause) {
        super(message, cause);
        this.beforeAnything = beforeAnything;
    }

    /** What was asked for cannot be; nothing was touched. */
    static ExportException refused(String message) {
        return new ExportException(message, true, null);
    }

    /** It broke off; what there is lacks its manifest. */
    static ExportException failed(String message, Throwable cause) {
        return new ExportException(message, false, cause);
    }

    /** True if nothing was touched. */
    public boolean isBeforeAnything() {
        return beforeAnything;
    }
}
