package org.qfsync.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * Turns SIGTERM and SIGINT into an orderly end with an exit code of our own.
 *
 * <p>The JVM answers either signal by running its shutdown hooks while all other threads go on, and then ends with 143 or
 * 130; {@link System#exit} called by another thread meanwhile blocks for ever. So our hook asks the command to stop,
 * waits until its thread has finished, output and database included, and ends the process itself with the code that the
 * command came to. A command that asked for no action ends at once, as any program does. Thread-safe.
 */
public final class OrderlyStop {
    private final List<Runnable> actions = new ArrayList<>();
    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int exitCode;

    /** Not bound to the process's signals: only {@link #request} stops. */
    public OrderlyStop() {}

    /** Bound to SIGTERM and SIGINT of this process. */
    public static OrderlyStop ofProcess() {
        OrderlyStop stop = new OrderlyStop();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop.shutDown(Runtime.getRuntime()::halt), "stop"));
        return stop;
    }

    /**
     * Runs the whole command on the calling thread, to the last line that it prints.
     *
     * @return the exit code that the command came to
     */
    public int during(IntSupplier command) {
        try {
            exitCode = command.getAsInt();
            return exitCode;
        } finally {
            ended.countDown();
        }
    }

    /** Called once when a stop is asked for; at once if it was already. */
    public void onStop(Runnable action) {
        synchronized (this) {
            if (requested.getCount() > 0) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }

    /** True once a stop was asked for. */
    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Returns when a stop is asked for: for work that lasts until then. */
    public void await() throws InterruptedException {
        requested.await();
    }

    /** Asks for a stop, as a signal does; returns at once. */
    public void request() {
        List<Runnable> due;
        synchronized (this) {
            if (requested.getCount() == 0) {
                return;
            }
            requested.countDown();
            due = List.copyOf(actions);
        }
        due.forEach(Runnable::run);
    }

    private void shutDown(IntConsumer halt) {
        synchronized (this) {
            if (actions.isEmpty()) {
                return;
            }
        }
        if (ended.getCount() > 0) {
            request();
        }
        try {
            ended.await();
            halt.accept(exitCode);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
