package org.qfsync.job;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;

/**
 * Lets a run be stopped from another thread: a request, no more, the run ends after the users in flight. It knows the
 * steps under way, because Spring Batch looks at the flag of each step's own execution. It also keeps the first
 * systemic failure, which says more than the step's exit message. Thread-safe; one run at a time.
 */
final class RunControl implements StepExecutionListener {
    private static final Logger LOG = LoggerFactory.getLogger(RunControl.class);

    private final Set<StepExecution> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable SystemicException> failure = new AtomicReference<>();
    private final LongAdder refreshes = new LongAdder();
    private volatile @Nullable RunContext run;
    private final RunProgress progress;
    private volatile boolean processStopping;
    private volatile boolean runStopping;

    RunControl(RunProgress progress) {
        this.progress = progress;
    }

    /** A run begins; what was known of the one before is forgotten, but not that this process is to stop. */
    void begin(RunContext context) {
        runStopping = false;
        run = context;
        refreshes.reset();
        underWay.clear();
        failure.set(null);
    }

    /** The run under way. */
    RunContext run() {
        RunContext context = run;
        if (context == null) {
            throw new IllegalStateException("no run is under way");
        }
        return context;
    }

    void countRefreshes(long count) {
        refreshes.add(count);
    }

    long refreshes() {
        return refreshes.sum();
    }

    /** This process begins nothing more. */
    void requestStop() {
        processStopping = true;
        underWay.forEach(StepExecution::setTerminateOnly);
    }

    /** The run under way ends; the next one is not concerned. */
    void requestStopOfRun() {
        runStopping = true;
        underWay.forEach(StepExecution::setTerminateOnly);
    }

    boolean isStopping() {
        return processStopping || runStopping;
    }

    @Nullable SystemicException failure() {
        return failure.get();
    }

    @Override
    public void beforeStep(StepExecution step) {
        underWay.add(step);
        progress.stepBegins(step.getStepName());
        if (isStopping()) {
            step.setTerminateOnly();
        }
    }

    @Override
    public org.springframework.batch.core.@Nullable ExitStatus afterStep(StepExecution step) {
        underWay.remove(step);
        progress.stepEnds(step.getStepName(), step.getStatus().name());
        tell(step);
        step.getFailureExceptions().forEach(this::note);
        return null;
    }

    /** The workers of a step are told by their step. */
    private static void tell(StepExecution step) {
        if (step.getStepName().indexOf(':') < 0) {
            LOG.info(
                    "Step {} ended: {}, {} read, {} written",
                    step.getStepName(),
                    step.getStatus(),
                    step.getReadCount(),
                    step.getWriteCount());
        }
    }

    /** Remembers why a step failed, however deeply it was wrapped. */
    void note(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SystemicException systemic) {
                failure.compareAndSet(null, systemic);
                return;
            }
            if (cause instanceof SyncException other) {
                failure.compareAndSet(null, systemic(other));
                return;
            }
        }
    }

    private static SystemicException systemic(SyncException cause) {
        return new SystemicException(cause.getMessage(), cause.code(), cause.httpStatus(), cause.hint(), cause);
    }
}
