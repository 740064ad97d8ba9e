package org.qfsync.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * A pool whose patience with a server that is away is used up once, and not by everybody who asks after each other: an
 * ending run writes its books a dozen times, and would take minutes to say that the database is away. Once a
 * connection is had again, everybody waits as long as at first. Thread-safe.
 */
final class PatientPool extends AbstractDataSource implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PatientPool.class);
    private static final Duration A_TRY = Duration.ofSeconds(1);

    private final Gate gate;
    private final DataSource pool;
    private final Runnable close;
    private final long patience;
    private final LongSupplier nanoTime;
    private volatile boolean away;

    PatientPool(Gate gate, DataSource pool, Runnable close, Duration patience, LongSupplier nanoTime) {
        this.gate = gate;
        this.pool = pool;
        this.close = close;
        this.patience = patience.toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * Connects.
     *
     * @param config without a connection timeout
     * @param patience how long a caller waits for a connection
     * @param gate asked before each try
     * @throws RuntimeException if the first connection cannot be had
     */
    static PatientPool connect(HikariConfig config, Duration patience, Gate gate) {
        config.setConnectionTimeout(A_TRY.toMillis());
        HikariDataSource pool = new HikariDataSource(config);
        return new PatientPool(gate, pool, pool::close, patience, System::nanoTime);
    }

    @Override
    public Connection getConnection() throws SQLException {
        long start = nanoTime.getAsLong();
        while (true) {
            gate.requireOpen();
            try {
                Connection connection = pool.getConnection();
                if (away) {
                    away = false;
                    LOG.info("The database answers again");
                }
                return connection;
            } catch (SQLTransientConnectionException e) {
                if (away || nanoTime.getAsLong() - start >= patience) {
                    // Without a cause all connections were in use, which says nothing of the server.
                    away = away || e.getCause() != null;
                    throw e;
                }
            }
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return pool.getConnection(user, password);
    }

    @Override
    public void close() {
        close.run();
    }

    /** Says at once that there is nothing to wait for. */
    @FunctionalInterface
    interface Gate {
        /**
         * Returns if a try may succeed.
         *
         * @throws SQLException if no connection can be had, however long anybody waits
         */
        void requireOpen() throws SQLException;
    }
}
