package org.qfsync.enrolment;

import java.net.SocketException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.qfsync.consent.SelfService;
import org.qfsync.domain.SystemicException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextException;

/**
 * Serves the enrolment pages while it is open, if they are configured. A Spring context of its own, with no parent:
 * what is on a public port can reach {@link SelfService} and nothing else of the program. Not thread-safe.
 */
public final class Enrolment implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);

    /** Held here, because the levels of loggers that nobody holds are forgotten. */
    private final List<java.util.logging.Logger> serverLogs = Stream.of(
                    "org.apache.catalina", "org.apache.coyote", "org.apache.tomcat")
            .map(java.util.logging.Logger::getLogger)
            .toList();

    private final EnrolmentProperties properties;
    private final SelfService consents;
    private final Clock clock;
    private @Nullable ServletWebServerApplicationContext context;

    public Enrolment(EnrolmentProperties properties, SelfService consents, Clock clock) {
        this.properties = properties;
        this.consents = consents;
        this.clock = clock;
    }

    /**
     * Begins to serve, if it is configured.
     *
     * @return where users consent; empty if it is switched off
     * @throws SystemicException if this machine cannot listen there, or another process does
     */
    public Optional<URI> start() {
        if (properties.port().isEmpty()) {
            return Optional.empty();
        }
        // Below that, Tomcat tells of requests with their queries, cookies and bodies, and there are codes in them.
        serverLogs.forEach(log -> log.setLevel(java.util.logging.Level.WARNING));
        ServletWebServerApplicationContext starting =
                WebServerContext.of(properties, new Site(properties, consents, clock));
        try {
            starting.refresh();
        } catch (ApplicationContextException e) {
            throw notListening(e);
        }
        context = starting;
        LOG.info(
                "Enrolment pages are served at {} port {}, for {}",
                properties.address().getHostAddress(),
                properties.port().get(),
                properties.publicUrl());
        return properties.consentPage();
    }

    /** Lets the requests that are being answered end, then stops serving. */
    @Override
    public void close() {
        if (context != null) {
            context.close();
            context = null;
        }
    }

    private RuntimeException notListening(ApplicationContextException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException || cause instanceof SocketException) {
                return new SystemicException(
                        "Cannot serve the enrolment pages at "
                                + properties.address().getHostAddress() + " port "
                                + properties.port().orElseThrow() + ": " + cause.getMessage(),
                        "cannot_listen",
                        null,
                        "Stop what listens there, or correct QFSYNC_ENROLMENT_ADDRESS and QFSYNC_ENROLMENT_PORT.",
                        failure);
            }
        }
        return failure;
    }
}
