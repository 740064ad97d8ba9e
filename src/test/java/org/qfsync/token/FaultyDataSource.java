package org.qfsync.token;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database that a test takes away, makes slow, or lets lose the acknowledgement of a commit. Thread-safe. */
final class FaultyDataSource extends DelegatingDataSource {
    private final AtomicInteger lostAcknowledgements = new AtomicInteger();
    private final AtomicInteger inUse = new AtomicInteger();
    private final AtomicInteger commits = new AtomicInteger();
    private volatile Semaphore places = new Semaphore(Integer.MAX_VALUE);
    private volatile boolean down;
    private volatile @Nullable CountDownLatch stalled;
    private final AtomicReference<@Nullable Runnable> beforeNextCommit = new AtomicReference<>();
    private final AtomicReference<@Nullable Runnable> beforeConnection = new AtomicReference<>();
    private final AtomicInteger connectionsUntil = new AtomicInteger();

    FaultyDataSource(DataSource database) {
        super(database);
    }

    void takeDown() {
        down = true;
    }

    void bringBack() {
        down = false;
        CountDownLatch latch = stalled;
        if (latch != null) {
            latch.countDown();
        }
    }

    /** No connection comes, nor an error, until it is brought back. */
    void stall() {
        stalled = new CountDownLatch(1);
    }

    void loseAcknowledgements(int commits) {
        lostAcknowledgements.set(commits);
    }

    void beforeNextCommit(Runnable action) {
        beforeNextCommit.set(action);
    }

    /** As a pool of that size would. */
    void limitTo(int connections) {
        places = new Semaphore(connections);
    }

    int commits() {
        return commits.get();
    }

    int connectionsInUse() {
        return inUse.get();
    }

    /** The so manieth connection from now, the first being 1, is handed out after that action. */
    void beforeConnection(int nth, Runnable action) {
        connectionsUntil.set(nth);
        beforeConnection.set(action);
    }

    @Override
    public Connection getConnection() throws SQLException {
        CountDownLatch latch = stalled;
        try {
            if (latch != null) {
                latch.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted", e);
        }
        if (down) {
            throw new SQLTransientConnectionException("the database is away");
        }
        runBeforeConnection();
        Semaphore pool = places;
        takePlace(pool);
        inUse.incrementAndGet();
        return watched(super.getConnection(), pool);
    }

    private static void takePlace(Semaphore pool) throws SQLException {
        try {
            if (!pool.tryAcquire(5, TimeUnit.SECONDS)) {
                throw new SQLTransientConnectionException("no connection came free");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted", e);
        }
    }

    private Connection watched(Connection connection, Semaphore pool) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    boolean commit = method.getName().equals("commit");
                    if (commit) {
                        commits.incrementAndGet();
                        runBeforeCommit();
                    }
                    if (method.getName().equals("close")) {
                        inUse.decrementAndGet();
                        pool.release();
                    }
                    try {
                        Object result = method.invoke(connection, arguments);
                        if (commit && lostAcknowledgements.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                            throw new SQLException("connection reset while the commit was acknowledged", "08007");
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    // Taken out first and run outside any lock: while it lasts, others may want a connection.
    private void runBeforeConnection() {
        if (beforeConnection.get() != null && connectionsUntil.decrementAndGet() == 0) {
            run(beforeConnection.getAndSet(null));
        }
    }

    private void runBeforeCommit() {
        run(beforeNextCommit.getAndSet(null));
    }

    private static void run(@Nullable Runnable action) {
        if (action != null) {
            action.run();
        }
    }
}
