package org.qfsync;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.qfsync.cli.ProgramLauncher.Logs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Points Logback at a file in the home folder, so that a terminal shows what a person wants to know and nothing else; a
 * service logs to its console, where its supervisor collects it. Where the home cannot be written, warnings still reach
 * the console.
 */
final class LogFiles implements LogSetup {
    @Override
    public void use(QfsyncProperties properties, Logs logs) {
        Path file = properties.home().path().resolve("logs").resolve("qfsync.log");
        boolean toFile = logs != Logs.SERVICE && isWritable(file);
        LoggerContext context = configure(
                switch (logs) {
                    case SERVICE -> "/logback-service.xml";
                    case QUIET, VERBOSE -> toFile ? "/logback-command.xml" : "/logback.xml";
                },
                file,
                logs == Logs.VERBOSE);
        if (properties.logFormat() == LogFormat.ECS) {
            write(
                    context,
                    EcsLines.encoder(
                            context, properties.endpoints().environment().id()),
                    logs);
        }
        if (logs != Logs.SERVICE && !toFile) {
            Logger log = LoggerFactory.getLogger(LogFiles.class);
            log.warn("The log file {} cannot be written; only warnings are shown, here", file);
        }
    }

    /** What is collected: a service's console, a command's file. */
    private static void write(LoggerContext context, Encoder<ILoggingEvent> lines, Logs logs) {
        Appender<ILoggingEvent> collected =
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(logs == Logs.SERVICE ? "console" : "file");
        if (collected instanceof OutputStreamAppender<ILoggingEvent> appender) {
            appender.setEncoder(lines);
        }
    }

    private static boolean isWritable(Path file) {
        try {
            Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.isWritable(folder) && (Files.notExists(file) || Files.isWritable(file));
        } catch (IOException e) {
            return false;
        }
    }

    private static LoggerContext configure(String resource, Path file, boolean verbose) {
        URL config = LogFiles.class.getResource(resource);
        if (config == null || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            throw new IllegalStateException("Logback or its configuration " + resource + " is not in this build");
        }
        context.reset();
        context.putProperty("LOG_FILE", file.toString());
        context.putProperty("CONSOLE_LEVEL", verbose ? "INFO" : "WARN");
        context.putProperty("LIBRARIES_LEVEL", verbose ? "INFO" : "OFF");
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(config);
        } catch (JoranException e) {
            throw new IllegalStateException("Logback refuses " + resource, e);
        }
        return context;
    }
}
