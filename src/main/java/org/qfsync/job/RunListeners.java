package org.qfsync.job;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everybody who wants to be told of runs. None of them can fail a run. Thread-safe if they are. */
public final class RunListeners {
    private static final Logger LOG = LoggerFactory.getLogger(RunListeners.class);

    private final List<RunListener> listeners;

    public RunListeners(List<RunListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    void died(List<Run> runs) {
        if (!runs.isEmpty()) {
            each(listener -> listener.died(runs));
        }
    }

    void began(Run run) {
        each(listener -> listener.began(run));
    }

    void ended(RunResult result) {
        switch (result.end()) {
            case LEASE_TAKEN, UNKNOWN_NIGHT -> LOG.debug("Nothing was touched, so there is nothing to tell");
            case LEASE_LOST -> LOG.debug("The process that has taken over tells how the run ends");
            case COMPLETED, PARTIAL, FAILED, STOPPED, NOTHING_TO_DO -> each(listener -> listener.ended(result));
        }
    }

    void endedForNow(RunResult result) {
        each(listener -> listener.endedForNow(result));
    }

    boolean owe() {
        return listeners.stream().anyMatch(RunListener::owes);
    }

    void notRepeated() {
        each(RunListener::notRepeated);
    }

    /** A run could not even be asked for, or ended without a result. */
    public void broke(RuntimeException failure) {
        each(listener -> listener.broke(failure));
    }

    private void each(Consumer<RunListener> call) {
        for (RunListener listener : listeners) {
            try {
                call.accept(listener);
            } catch (RuntimeException e) {
                LOG.error(
                        "{} failed while it was told of a run; the run is as it is",
                        listener.getClass().getSimpleName(),
                        e);
            }
        }
    }
}
