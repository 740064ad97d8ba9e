package org.qfsync.job;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.Optional;
import org.qfsync.domain.FailureKind;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.LogTrail;
import org.qfsync.domain.SyncException;
import org.qfsync.token.Ticker;
import org.qfsync.token.TokenManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * One of several workers of the users step: takes user after user from the common queue until there are none. It hands
 * back to Spring Batch every now and then, so that counts are stored and a stop is noticed. Used by one thread.
 */
final class UserWorker implements Tasklet {
    private static final Logger LOG = LoggerFactory.getLogger(UserWorker.class);
    private static final Duration SLICE = Duration.ofSeconds(1);

    private final UserPass pass;
    private final TokenManager tokens;
    private final RunControl control;
    private final RunProgress progress;
    private final OutageWatch outages;
    private final ObservationRegistry observations;
    private final Ticker ticker;
    private final Duration putOffFor;

    UserWorker(UserPass pass, TokenManager tokens, RunParts parts, Ticker ticker, Duration putOffFor) {
        this.pass = pass;
        this.tokens = tokens;
        this.control = parts.control();
        this.progress = parts.progress();
        this.outages = parts.outages();
        this.observations = parts.observations();
        this.ticker = ticker;
        this.putOffFor = putOffFor;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) throws Exception {
        return Unbound.call(() -> workOneSlice(contribution));
    }

    private RepeatStatus workOneSlice(StepContribution contribution) throws InterruptedException {
        RunContext run = control.run();
        Duration sliceEnd = ticker.elapsed().plus(SLICE);
        while (ticker.elapsed().compareTo(sliceEnd) < 0) {
            Optional<WorkItem> item = run.users().next();
            if (item.isEmpty()) {
                return RepeatStatus.FINISHED;
            }
            LogTrail.ofUser(item.get().sub(), () -> observed(run, item.get(), contribution));
        }
        return RepeatStatus.CONTINUABLE;
    }

    private void observed(RunContext run, WorkItem item, StepContribution contribution) {
        Observation.createNotStarted("qfsync.user", observations)
                .contextualName("user")
                .highCardinalityKeyValue("user", Fingerprint.of(item.sub()))
                .observe(() -> work(run, item, contribution));
    }

    private void work(RunContext run, WorkItem item, StepContribution contribution) {
        contribution.incrementReadCount();
        try {
            UserOutcome outcome = pass.work(run, item.sub(), tokens, !item.lastChance());
            count(outcome, contribution);
            outages.note(outcome);
        } catch (UserPass.PutOffException e) {
            run.users().putOff(item.sub(), putOffFor);
        }
    }

    private void count(UserOutcome outcome, StepContribution contribution) {
        SyncException failure = outcome.failure();
        progress.userDone(failure != null);
        control.countRefreshes(outcome.refreshes());
        if (failure == null) {
            contribution.incrementWriteCount(1);
        } else if (failure.kind() == FailureKind.REAUTHORIZE) {
            LOG.info("Set aside: {}", failure.code());
            contribution.incrementFilterCount(1);
        } else {
            LOG.info("Failed: {}", failure.getMessage());
            contribution.incrementProcessSkipCount();
        }
    }
}
