package org.qfsync.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qfsync.analytics.ExportException;
import org.qfsync.analytics.QueryException;
import org.qfsync.domain.InvalidSettingsException;
import org.qfsync.domain.SyncException;
import org.qfsync.store.DatabaseInUseException;
import org.qfsync.store.ForeignDatabaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.CannotCreateTransactionException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;

/**
 * Says in plain lines why a command could not do its work, and turns it into an exit code. A stack trace goes to the
 * log, and to the terminal only if asked for.
 */
final class Failures implements IExecutionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final Screen screen;
    private final RootCommand root;

    Failures(Screen screen, RootCommand root) {
        this.screen = screen;
        this.root = root;
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
        Told told = tell(thrown);
        String name = command.getCommandSpec().qualifiedName();
        if (thrown instanceof CommandFailedException || thrown instanceof QueryException) {
            // An answer to whoever typed it; it may name a user, and logs name nobody.
            LOG.info("{} ends with {}", name, told.exitCode());
        } else {
            LOG.info("{} ends with {}", name, told.exitCode(), thrown);
        }
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
            if (isDatabaseAway(cause)) {
                return new Told(List.of(databaseAway(cause)), ExitCodes.FAILED);
            }
            if (cause instanceof QueryException refused) {
                return new Told(List.of(message(cause)), exitCode(refused));
            }
            if (cause instanceof ExportException broken) {
                return new Told(
                        List.of(message(cause)), broken.isBeforeAnything() ? ExitCodes.USAGE : ExitCodes.FAILED);
            }
            if (cause instanceof CommandFailedException failed) {
                return new Told(List.of(message(cause)), failed.exitCode());
            }
        }
        LOG.error("The command failed", thrown);
        return new Told(
                List.of("Unexpected " + thrown.getClass().getSimpleName() + ": " + message(thrown)
                        + " (the log in QFSYNC_HOME has the stack trace, --verbose shows it; please report it)"),
                ExitCodes.FAILED);
    }

    private static int exitCode(QueryException refused) {
        return switch (refused.reason()) {
            case UNKNOWN, PARAMETER, NO_ROWS, FILE -> ExitCodes.USAGE;
            case TOO_LONG, REFUSED -> ExitCodes.FAILED;
        };
    }

    /** What failed and what to do, on one line. */
    static String sentence(SyncException failure) {
        String message = failure.getMessage().replaceAll("\\s*\\R\\s*", " ").strip();
        return message + (message.endsWith(".") ? " " : ". ") + failure.hint();
    }

    /** A defect of ours, such as SQL that it refuses, is something else. */
    private static boolean isDatabaseAway(Throwable thrown) {
        return thrown instanceof DataAccessResourceFailureException
                || thrown instanceof RecoverableDataAccessException
                || thrown instanceof TransientDataAccessResourceException
                || thrown instanceof CannotCreateTransactionException;
    }

    private static String databaseAway(Throwable thrown) {
        Throwable root = thrown;
        for (Throwable deeper = next(root); deeper != null; deeper = next(deeper)) {
            root = deeper;
        }
        return "The database does not answer any more: " + message(root)
                + ". Bring it back, see with qfsync check, then type the command again.";
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
