package org.qfsync;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Makes log lines of the Elastic Common Schema (version 8.11). Run and user stand below {@code qfsync}: the schema's own
 * {@code user} is something else.
 */
final class EcsLines {
    private EcsLines() {}

    /** Started; it asks Spring for a few settings, which it gets here although no Spring is there yet. */
    static Encoder<ILoggingEvent> encoder(LoggerContext context, String environment) {
        String version = EcsLines.class.getPackage().getImplementationVersion();
        StandardEnvironment settings = new StandardEnvironment();
        settings.getPropertySources()
                .addFirst(new MapPropertySource(
                        "ecs",
                        Map.of(
                                "spring.application.pid",
                                String.valueOf(ProcessHandle.current().pid()),
                                "logging.structured.ecs.service.name",
                                "qfsync",
                                "logging.structured.ecs.service.version",
                                version == null ? "development" : version,
                                "logging.structured.ecs.service.environment",
                                environment,
                                "logging.structured.json.context.prefix",
                                "qfsync")));
        context.putObject(Environment.class.getName(), settings);
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setFormat("ecs");
        encoder.start();
        return encoder;
    }
}
