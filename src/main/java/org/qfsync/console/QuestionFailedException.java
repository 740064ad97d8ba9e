package org.qfsync.console;

import org.springframework.http.HttpStatus;

/** A question gets no answer; the message says why and what to do. */
final class QuestionFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    QuestionFailedException(HttpStatus status, String message) {
        super(message);
        this.status = status;
    }

    QuestionFailedException(HttpStatus status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    HttpStatus status() {
        return status;
    }
}
