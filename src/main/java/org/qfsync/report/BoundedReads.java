package org.qfsync.report;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Reads from the database for whoever must not wait for it: a database that hangs, or has no connection to spare, costs
 * them a few seconds and an exception. Thread-safe.
 */
final class BoundedReads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedReads.class);
    private static final Duration STATEMENT = Duration.ofSeconds(3);
    private static final Duration ALL = Duration.ofSeconds(5);

    private final Supplier<DataSource> database;
    private final AtomicBoolean failing = new AtomicBoolean();
    /** Two, so that a probe does not stand behind a slow scrape. */
    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "monitoring");
        thread.setDaemon(true);
        return thread;
    });

    BoundedReads(Supplier<DataSource> database) {
        this.database = database;
    }

    /**
     * Reads on one connection.
     *
     * @throws IllegalStateException if it fails or takes longer than 5 seconds
     */
    <T> T read(Function<JdbcTemplate, T> reading) {
        try {
            T read = within(() -> readNow(reading));
            if (failing.compareAndSet(true, false)) {
                LOG.info("The database answers the monitoring again");
            }
            return read;
        } catch (IllegalStateException e) {
            // Asked every few seconds; once is enough.
            if (failing.compareAndSet(false, true)) {
                LOG.warn("The database could not be read for metrics or health: {}", e.getMessage());
            }
            throw e;
        }
    }

    /**
     * Does something that takes its own connections.
     *
     * @throws IllegalStateException if it fails or takes longer than 5 seconds
     */
    <T> T within(Callable<T> task) {
        Future<T> future = threads.submit(task);
        try {
            return future.get(ALL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("The database did not answer within " + ALL.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the database was read", e);
        } finally {
            future.cancel(true);
        }
    }

    private <T> T readNow(Function<JdbcTemplate, T> reading) throws SQLException {
        try (Connection connection = database.get().getConnection()) {
            try {
                JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
                jdbc.setQueryTimeout(Math.toIntExact(STATEMENT.toSeconds()));
                return reading.apply(jdbc);
            } finally {
                lift(connection);
            }
        }
    }

    /** In H2 the timeout is the session's, and the connection goes back to the pool. */
    private static void lift(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(0);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
