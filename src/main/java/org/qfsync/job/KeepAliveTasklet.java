package org.qfsync.job;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.qfsync.domain.Fingerprint;
import org.qfsync.domain.LogTrail;
import org.qfsync.domain.SyncException;
import org.qfsync.domain.SystemicException;
import org.qfsync.token.KeepAlive;
import org.qfsync.token.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Refreshes the grants that nobody has used for long, after the users were synced: most are not idle any more by then.
 * One that cannot be kept alive is a matter of its own row and does not spoil the night; what every grant would meet
 * alike ends the step. Used by one thread.
 */
final class KeepAliveTasklet implements Tasklet {
    private static final Logger LOG = LoggerFactory.getLogger(KeepAliveTasklet.class);
    private static final Duration SLICE = Duration.ofSeconds(1);

    private final KeepAlive keepAlive;
    private final boolean wanted;
    private final RunControl control;
    private final Ticker ticker;
    private @Nullable Queue<String> due;
    private int kept;
    private int failed;

    /** @param wanted false if no token shall be rotated but those that the run needs */
    KeepAliveTasklet(KeepAlive keepAlive, boolean wanted, RunControl control, Ticker ticker) {
        this.keepAlive = keepAlive;
        this.wanted = wanted;
        this.control = control;
        this.ticker = ticker;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) throws Exception {
        return Unbound.call(() -> workOneSlice(contribution));
    }

    private RepeatStatus workOneSlice(StepContribution contribution) {
        Queue<String> queue = due;
        if (queue == null) {
            // A pass over chosen datasets or users touches nobody else.
            boolean everybody = wanted && control.run().run().kind() != RunKind.SUBSET;
            queue = new ArrayDeque<>(everybody ? keepAlive.due() : List.of());
            due = queue;
        }
        Duration sliceEnd = ticker.elapsed().plus(SLICE);
        while (ticker.elapsed().compareTo(sliceEnd) < 0) {
            String sub = control.isStopping() ? null : queue.poll();
            if (sub == null) {
                if (kept + failed > 0) {
                    LOG.info("Kept {} idle grants alive; {} could not be", kept, failed);
                }
                return RepeatStatus.FINISHED;
            }
            LogTrail.ofUser(sub, () -> refresh(sub, contribution));
        }
        return RepeatStatus.CONTINUABLE;
    }

    private void refresh(String sub, StepContribution contribution) {
        long before = keepAlive.refreshes();
        contribution.incrementReadCount();
        try {
            keepAlive.refresh(sub);
            kept++;
            contribution.incrementWriteCount(1);
        } catch (SystemicException e) {
            throw e;
        } catch (SyncException e) {
            failed++;
            contribution.incrementFilterCount(1);
            LOG.info("The idle grant of user {} could not be kept alive: {}", Fingerprint.of(sub), e.getMessage());
        } finally {
            control.countRefreshes(keepAlive.refreshes() - before);
        }
    }
}
