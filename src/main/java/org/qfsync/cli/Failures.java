package org.qfsync.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.InvalidSettingsException;
import org.qfsync.domain.SyncException;
import org.qfsync.store.DatabaseInUseException;
import org.qfsync.store.ForeignDatabaseException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;

/**
 * Says in plain lines why a command could not do its work, and turns it into an exit code. A stack trace goes to the
 * log, and to the terminal only if asked for.
 */
final class Failures implements IExecutionExceptionHandler {
    private final Screen screen;
    private final RootCommand root;

    Failures(Screen screen, RootCommand root) {
        this.screen = screen;
        this.root = root;
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
        Told told = tell(thrown);
        told.lines().forEach(screen.err()::println);
        if (root.isVerbose()) {
            thrown.printStackTrace(screen.err());
        }
        return told.exitCode();
    }

    /** The lines and the exit code for a failure, however deeply it was wrapped. */
    static Told tell(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = next(cause)) {
            if (cause instanceof InvalidSettingsException invalid) {
                return new Told(invalid.violations(), ExitCodes.CONFIGURATION);
            }
            if (cause instanceof ForeignDatabaseException) {
                return new Told(List.of(message(cause)), ExitCodes.CONFIGURATION);
            }
            if (cause instanceof DatabaseInUseException) {
                return new Told(List.of(message(cause)), ExitCodes.BUSY);
            }
            if (cause instanceof SyncException failure) {
                return new Told(List.of(sentence(failure)), ExitCodes.FAILED);
            }
            if (cause instanceof CommandFailedException failed) {
                return new Told(List.of(message(cause)), failed.exitCode());
            }
        }
        LoggerFactory.getLogger(Failures.class).error("The command failed", thrown);
        return new Told(
                List.of("Unexpected " + thrown.getClass().getSimpleName() + ": " + message(thrown)
                        + " (--verbose shows where; please report it)"),
                ExitCodes.FAILED);
    }

    /** What failed and what to do, on one line. */
    static String sentence(SyncException failure) {
        String message = failure.getMessage();
        return message + (message.endsWith(".") ? " " : ". ") + failure.hint();
    }

    private static String message(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? "no message" : message.lines().findFirst().orElse("no message");
    }

    private static @Nullable Throwable next(Throwable thrown) {
        return thrown.getCause() == thrown ? null : thrown.getCause();
    }

    record Told(List<String> lines, int exitCode) {}
}
