package org.qfsync.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.h2.api.ErrorCode;
import org.h2.engine.Database;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Connections to an H2 database that nobody uses any more once its file could not be written, because the disk is full
 * for instance. H2 gives such a database up by itself, but a rollback that reaches it afterwards has it count the users
 * of a version below zero (2.4.240, {@code Transaction.closeIt} and {@code releaseSnapshot} both count), and from then
 * on every statement, that rollback's thread first, looks for a version in a loop without end. So the first failure
 * ends all connections here: each call is refused, none reaches H2, not even to close, and what H2 still holds is
 * dropped as it does itself when memory runs out. After a rest the file may be opened anew. Thread-safe.
 */
final class H2Connections extends AbstractDataSource {
    /** Longer than a run takes to end: it must not go on in a file without what it committed last. */
    private static final Duration REST = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(H2Connections.class);

    private final DatabaseProperties properties;
    private final LongSupplier nanoTime;
    private volatile Opened opened = new Opened();
    private volatile int loginTimeout;

    H2Connections(DatabaseProperties properties) {
        this(properties, System::nanoTime);
    }

    H2Connections(DatabaseProperties properties, LongSupplier nanoTime) {
        this.properties = properties;
        this.nanoTime = nanoTime;
    }

    /**
     * Returns if connections can be had.
     *
     * @throws SQLException if the file was given up, and has not rested yet
     */
    void requireOpen() throws SQLException {
        rested().requireAlive();
    }

    @Override
    public Connection getConnection() throws SQLException {
        return getConnection(properties.user(), properties.password());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        Opened now = rested();
        now.requireAlive();
        Connection connection = DriverManager.getConnection(properties.url(), user, password);
        return (Connection) now.guarded(connection, Connection.class, databaseOf(connection));
    }

    /** A file is opened or not, there is nobody to wait for: kept for the pool, which waits as long when it closes. */
    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeout = seconds;
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeout;
    }

    private synchronized Opened rested() {
        if (opened.hasRested()) {
            opened = new Opened();
        }
        return opened;
    }

    private static @Nullable Database databaseOf(Connection connection) throws SQLException {
        return connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session
                ? session.getDatabase()
                : null;
    }

    /** True if that says that the file cannot be written, or is closed already for such a reason. */
    private static boolean tellsOfTheEnd(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == ErrorCode.DATABASE_IS_CLOSED) {
                return true;
            }
            if (cause instanceof MVStoreException store
                    && (store.getErrorCode() == DataUtils.ERROR_WRITING_FAILED
                            || store.getErrorCode() == DataUtils.ERROR_CLOSED)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String reason(Throwable failure) {
        return NestedExceptionUtils.getMostSpecificCause(failure).getMessage();
    }

    /** The database from one opening to its end. */
    private final class Opened {
        private volatile @Nullable Throwable end;
        private volatile long endedAt;

        boolean hasRested() {
            return end != null && nanoTime.getAsLong() - endedAt >= REST.toNanos();
        }

        void requireAlive() throws SQLException {
            if (end != null) {
                throw refusal();
            }
        }

        SQLException refusal() {
            Throwable why = end;
            return new SQLNonTransientConnectionException(
                    "The database was closed, because its file could not be written"
                            + (why == null ? "" : ": " + reason(why)),
                    "08003",
                    ErrorCode.DATABASE_IS_CLOSED,
                    why);
        }

        Object guarded(Object real, Class<?> type, @Nullable Database database) {
            return Proxy.newProxyInstance(
                    H2Connections.class.getClassLoader(), new Class<?>[] {type}, new Guard(this, real, database));
        }

        boolean isOver(@Nullable Database database) {
            if (end == null && database != null && isGone(database)) {
                end(new SQLNonTransientConnectionException("H2 has given it up"), database);
            }
            return end != null;
        }

        private static boolean isGone(Database database) {
            return database.isClosing() || database.getStore().getMvStore().isClosed();
        }

        void end(Throwable why, @Nullable Database database) {
            synchronized (this) {
                if (end != null) {
                    return;
                }
                endedAt = nanoTime.getAsLong();
                end = why;
            }
            LOG.warn("The database file could not be written; nothing more is asked of it for now: {}", reason(why));
            drop(database);
        }

        private static void drop(@Nullable Database database) {
            try {
                if (database != null) {
                    database.shutdownImmediately();
                }
            } catch (RuntimeException e) {
                LOG.debug(
                        "What was left of the database could not be dropped; its file may stay locked until this process ends",
                        e);
            }
        }
    }

    /** A connection or one of its statements. */
    private record Guard(
            Opened opened, Object real, @Nullable Database database) implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            return switch (method.getName()) {
                case "equals" -> arguments != null && proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                case "toString" -> real.toString();
                default -> opened.isOver(database) ? refuse(method) : call(method, arguments);
            };
        }

        private @Nullable Object refuse(Method method) throws SQLException {
            return switch (method.getName()) {
                case "close", "abort" -> null;
                case "isClosed" -> true;
                case "isValid" -> false;
                default -> throw opened.refusal();
            };
        }

        private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
            try {
                Object result = method.invoke(real, arguments);
                return result instanceof Statement ? opened.guarded(result, method.getReturnType(), database) : result;
            } catch (InvocationTargetException e) {
                Throwable failure = e.getCause() == null ? e : e.getCause();
                if (tellsOfTheEnd(failure)) {
                    opened.end(failure, database);
                }
                throw failure;
            }
        }
    }
}
