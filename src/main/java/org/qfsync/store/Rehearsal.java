package org.qfsync.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * A data source whose every connection is a share in one and the same transaction, which is rolled back at the end. To
 * whoever uses it a commit is a commit: what was written is read again, by other threads, too, and what is rolled back
 * is gone. One thread at a time has a share, from taking the connection to closing it. Thread-safe.
 */
final class Rehearsal extends AbstractDataSource implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    private final Connection connection;
    private final ReentrantLock turn = new ReentrantLock(true);

    /** On that connection, which nobody else may use. */
    Rehearsal(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
    }

    @Override
    public Connection getConnection() throws SQLException {
        turn.lock();
        try {
            return (Connection) Proxy.newProxyInstance(
                    Rehearsal.class.getClassLoader(), new Class<?>[] {Connection.class}, new Share());
        } catch (SQLException | RuntimeException e) {
            turn.unlock();
            throw e;
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    /** Undoes all of it. */
    @Override
    public void close() {
        try {
            connection.rollback();
            connection.close();
        } catch (SQLException e) {
            LOG.warn("The rehearsal was not undone in words; the end of its connection undoes it: {}", e.toString());
        }
    }

    /** What stands between two commits of one user of the connection is what lies behind its savepoint. */
    private final class Share implements InvocationHandler {
        private Savepoint begin = connection.setSavepoint();
        private boolean autoCommit = true;
        private boolean closed;

        Share() throws SQLException {}

        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
                throws Throwable {
            Object first = args == null || args.length == 0 ? null : args[0];
            return switch (method.getName()) {
                case "equals" -> proxy == first;
                case "hashCode" -> System.identityHashCode(proxy);
                case "toString" -> "Share in a rehearsal";
                case "isClosed" -> closed;
                case "close" -> done(this::close);
                case "getAutoCommit" -> autoCommit;
                case "setAutoCommit" -> done(() -> setAutoCommit(Boolean.TRUE.equals(first)));
                case "commit" -> done(this::commit);
                case "rollback" -> done(() -> connection.rollback(first instanceof Savepoint to ? to : begin));
                // They hold for a whole transaction, which began long ago.
                case "setReadOnly", "setTransactionIsolation", "setHoldability" -> null;
                default -> call(method, args);
            };
        }

        private @Nullable Object call(Method method, @Nullable Object @Nullable [] args) throws Throwable {
            if (closed) {
                throw new SQLException("This connection is closed");
            }
            try {
                return method.invoke(connection, args);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }

        private @Nullable Object done(Work work) throws SQLException {
            work.run();
            return null;
        }

        private void setAutoCommit(boolean on) throws SQLException {
            if (on != autoCommit) {
                commit();
                autoCommit = on;
            }
        }

        private void commit() throws SQLException {
            connection.releaseSavepoint(begin);
            begin = connection.setSavepoint();
        }

        private void close() throws SQLException {
            if (closed) {
                return;
            }
            closed = true;
            try {
                if (autoCommit) {
                    keepUnlessBroken();
                } else {
                    connection.rollback(begin);
                }
            } finally {
                turn.unlock();
            }
        }

        /** A statement that failed by itself breaks PostgreSQL's transaction until it is taken back. */
        private void keepUnlessBroken() throws SQLException {
            try {
                connection.releaseSavepoint(begin);
            } catch (SQLException e) {
                LOG.debug("Taken back, because a statement had failed: {}", e.toString());
                connection.rollback(begin);
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws SQLException;
    }
}
