package org.qfsync.enrolment;

import java.net.BindException;
import java.net.SocketException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.InvalidSettingsException;
import org.springframework.boot.web.server.PortInUseException;

/** Says in words for an operator why the server cannot listen where it is to. */
final class ListenFailures {
    private ListenFailures() {}

    static RuntimeException of(RuntimeException failure, EnrolmentProperties properties) {
        String where = properties.address().getHostAddress() + " port "
                + properties.port().orElse(0);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException || isInUse(cause)) {
                return new PortTakenException("Another process listens at " + where
                        + " already, where the enrolment pages are to be served. Stop it, or choose another"
                        + " QFSYNC_ENROLMENT_PORT.");
            }
            if (cause instanceof SocketException) {
                return new InvalidSettingsException(
                        List.of("QFSYNC_ENROLMENT_ADDRESS, QFSYNC_ENROLMENT_PORT: this machine cannot listen at "
                                + where + ": " + cause.getMessage()));
            }
        }
        return failure;
    }

    private static boolean isInUse(Throwable cause) {
        @Nullable String message = cause.getMessage();
        return cause instanceof BindException
                && message != null
                && message.toLowerCase(Locale.ROOT).contains("in use");
    }
}
