package org.qfsync.console;

import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.SystemicException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextException;

/**
 * Serves the operators' pages while it is open. A Spring context of its own, whose pages ask the program for its parts.
 * Not thread-safe.
 */
public final class Console implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    /** Held here, because the levels of loggers that nobody holds are forgotten. */
    private final List<java.util.logging.Logger> serverLogs = Stream.of(
                    "org.apache.catalina", "org.apache.coyote", "org.apache.tomcat")
            .map(java.util.logging.Logger::getLogger)
            .toList();

    private final ConsoleProperties properties;
    private final BeanFactory program;
    private @Nullable ServletWebServerApplicationContext context;

    /** @param program where the pages find the parts that they show and steer */
    public Console(ConsoleProperties properties, BeanFactory program) {
        this.properties = properties;
        this.program = program;
    }

    /** Where it is served, and who may do what there. */
    public ConsoleProperties properties() {
        return properties;
    }

    /**
     * Begins to serve, unless it is switched off.
     *
     * @return where the pages are; empty if it is switched off
     * @throws SystemicException if this machine cannot listen there, or another process does
     */
    public Optional<URI> start() {
        if (properties.port().isEmpty()) {
            return Optional.empty();
        }
        // Below that, Tomcat tells of requests with their bodies, and there are passwords in them.
        serverLogs.forEach(log -> log.setLevel(java.util.logging.Level.WARNING));
        ServletWebServerApplicationContext starting = ConsoleContext.of(properties, program);
        try {
            starting.refresh();
        } catch (ApplicationContextException e) {
            throw notListening(e);
        }
        context = starting;
        LOG.info(
                "The console is served at {} port {}, {}",
                properties.address().getHostAddress(),
                properties.port().get(),
                properties.isGuarded() ? "for who signs in" : "for everyone at this machine: no password is set");
        return Optional.of(properties.url());
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
                        "Cannot serve the console at " + properties.address().getHostAddress() + " port "
                                + properties.port().orElseThrow() + ": " + cause.getMessage(),
                        "cannot_listen",
                        null,
                        "Stop what listens there, or set QFSYNC_CONSOLE_PORT to another port or to off.",
                        failure);
            }
        }
        return failure;
    }
}
